// The verdict on a run's maps: which tests each passed. It travels with the run, into every explanation and report.
import * as z from 'zod';
import { plural } from '../core/plural.ts';
import { type ExplanationMethod, explanationMethods } from './explanation.ts';

export const faithfulnessFormat = 'mpafer-faithfulness-1';

const testSchema = z.strictObject({
  /** What is tested, a few words. */
  name: z.string(),
  passed: z.boolean(),
  /** The numbers that decided. */
  text: z.string(),
});

export const faithfulnessSchema = z.strictObject({
  format: z.literal(faithfulnessFormat),
  /** SHA-256 of what the run recognises by: a verdict on another one says nothing. */
  checkpoint: z.string(),
  /** Name of the data set, and how many of its faces were used. */
  data: z.string(),
  faces: z.int().min(1),
  /** Whether they are drawn. */
  drawn: z.boolean(),
  maps: z.array(
    z.strictObject({ method: z.enum(explanationMethods), passed: z.boolean(), tests: z.array(testSchema).min(1) }),
  ),
});

/** The verdict on a run's maps. */
export type FaithfulnessRecord = z.infer<typeof faithfulnessSchema>;

/** A test of a map. */
export type FaithfulnessTest = z.infer<typeof testSchema>;

/** What is known of a map, for people. */
export interface MapVerdict {
  readonly verdict: 'passed' | 'failed' | 'not measured';
  readonly text: string;
}

/** The verdict on one map; `not measured` without a record, or where the record does not know the map. */
export function verdictOf(record: FaithfulnessRecord | undefined, method: ExplanationMethod): MapVerdict {
  const found = record?.maps.find((map) => map.method === method);
  if (record === undefined || found === undefined) {
    return { verdict: 'not measured', text: `the map ${method} was not tested with this run` };
  }
  const on = `on ${record.faces} ${record.drawn ? 'drawn faces' : 'faces'} of ${record.data}`;
  const failed = found.tests.filter(({ passed }) => !passed);
  const listed = (tests: readonly FaithfulnessTest[]) => tests.map(({ name, text }) => `${name} (${text})`).join('; ');
  return found.passed
    ? {
        verdict: 'passed',
        text: `the map ${method} passed ${plural(found.tests.length, 'test')} ${on}: ${listed(found.tests)}`,
      }
    : {
        verdict: 'failed',
        text: `the map ${method} failed ${failed.length} of ${found.tests.length} tests ${on}: ${listed(failed)}`,
      };
}
