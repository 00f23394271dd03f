// The rows of base-to-new: what can name a class without a face of it. None sees a validation face.
import { type FewShotRow, fewShotRows, type HeadRow, type PromptRow } from './few-shot-rows.ts';
import { baselines } from './variants.ts';

/** Heads that start at the texts: a new class keeps its text. */
const headNames: readonly string[] = ['zero-shot-names', 'zero-shot', 'zs-lp', 'clap', 'anchored'];

const isHead = (row: FewShotRow): row is HeadRow => row.kind === 'head';

/** One context for all classes, so that the name of a new one can follow it. */
const prompts: readonly PromptRow[] = baselines.map(({ name, about, settings }) => ({
  kind: 'prompts',
  name,
  about: `${about}; one context for all classes, last epoch`,
  protocol: 'validation-free',
  settings: { ...settings, sharedContext: true },
}));

export type BaseToNewRow = HeadRow | PromptRow;

/** Every row: heads first, since they take seconds. */
export const baseToNewRows: readonly BaseToNewRow[] = [
  ...fewShotRows
    .filter(isHead)
    .filter(({ name, protocol }) => protocol === 'validation-free' && headNames.includes(name)),
  ...prompts,
];
