// Evaluates one recogniser of a run on one split, as events.
import { relay } from '../core/relay.ts';
import type { SplitResult } from '../evaluate/split-result.ts';
import type { PredictOptions } from '../recognise/predict-samples.ts';
import type { Classifier, RecogniserProgram } from '../recognise/recogniser-program.ts';
import type { RunSetup } from './run-setup.ts';
import { sharedPredictions } from './shared/shared-predictions.ts';
import type { TrainEvent } from './train-event.ts';

export interface SplitEvaluation extends Omit<SplitResult, 'predictions'>, Pick<PredictOptions, 'onBatch'> {
  readonly program: RecogniserProgram;
  readonly classifier: Classifier;
}

export async function* evaluateSplit(
  { input, identity, samples, programs }: RunSetup,
  { program, classifier, recogniser, split, epoch, onBatch }: SplitEvaluation,
): AsyncGenerator<TrainEvent, SplitResult> {
  const predictor = { program, classifier, classes: identity.classes };
  const options = { cache: programs.cache, signal: input.signal, onBatch };
  const work = sharedPredictions(input.team, input.clip, predictor, samples[split], options);
  const what = `${recogniser}, ${split}`;
  const predictions = yield* relay(work, (done) => ({ kind: 'evaluating', what, done, of: samples[split].length }));
  return { recogniser, split, epoch, predictions };
}
