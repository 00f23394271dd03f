// Selects the evaluation that heads a report, and the baseline it is compared with.
import type { NamedEvaluation, RunReport } from '../evaluate/run-report.ts';

export interface Headline {
  /** The trained model: the epoch selected on validation, else the last; never the one selected on the test set. */
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
  'zero-shot': 'Before training: plain CLIP with hard prompts',
  'validation-selected': 'The best epoch on the validation split',
  last: 'The last epoch',
  'best-test-epoch': 'The best epoch on the test set, as much of the literature reports it; optimistically biased',
};

/** What an evaluation's name means, without a final period; empty for other names. */
export const describeEvaluation = (name: string): string => descriptions[name] ?? '';
