// Which of a run's evaluations stands on the front page, and what it is held against.
import type { NamedEvaluation, RunReport } from '../evaluate/run-report.ts';

export interface Headline {
  /** The trained model: chosen on validation, else the last; never the one chosen on the test set. */
  readonly trained: NamedEvaluation | undefined;
  /** The model before training, on the same split. */
  readonly zeroShot: NamedEvaluation | undefined;
}

export function headlineOf({ evaluations }: Pick<RunReport, 'evaluations'>): Headline {
  const onTest = evaluations.filter(({ split }) => split === 'test');
  const shown = onTest.length > 0 ? onTest : evaluations;
  const trained =
    shown.find(({ name }) => name === 'validation-selected') ??
    shown.find(({ name }) => name === 'last') ??
    shown.find(({ name }) => name !== 'zero-shot' && name !== 'best-test-epoch');
  return {
    trained: trained ?? shown.find(({ name }) => name === 'zero-shot'),
    zeroShot: trained && evaluations.find(({ name, split }) => name === 'zero-shot' && split === trained.split),
  };
}

const descriptions: Readonly<Record<string, string>> = {
  'zero-shot': 'Before training: plain CLIP and its hard prompts',
  'validation-selected': 'The epoch that did best on validation',
  last: 'After the last epoch',
  'best-test-epoch': 'Chosen on the test set itself, as much of the literature does; too good by that choice',
};

/** What an evaluation's name means, in a sentence without a period; nothing for a name of the user's. */
export const describeEvaluation = (name: string): string => descriptions[name] ?? '';
