// The training loop of a stage: steps, evaluations on the validation split, checkpoints.
import { MpaferError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import { learningRate } from '../../nn/optim/schedule.ts';
import type { ZeroShot } from '../model/zero-shot.ts';
import { createOptimiser } from '../optimiser/optimiser.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import type { PretrainState, Stage } from '../pretrain-checkpoint.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import type { StageTraining } from './stage-training.ts';
import { trainStep } from './trainer.ts';

/** Zero-shot scores for each named set of class vectors. */
export type ZeroShotResults = Readonly<Record<string, ZeroShot>>;

export type StageEvent =
  | {
      readonly kind: 'step';
      readonly stage: Stage;
      /** Completed steps, including this one. */
      readonly step: number;
      readonly steps: number;
      readonly epoch: number;
      readonly batch: number;
      readonly loss: number;
      /** Norm of the gradients that AdamW handles, before clipping. */
      readonly norm: number;
      readonly rate: number;
    }
  | { readonly kind: 'evaluation'; readonly stage: Stage; readonly step: number; readonly results: ZeroShotResults }
  | { readonly kind: 'checkpoint'; readonly state: PretrainState };

export interface StageContext {
  readonly configuration: PretrainConfiguration;
  readonly engines: readonly Engine[];
  /** ZeroShotResults at the validation split. */
  readonly evaluate: (average: Parameters) => Promise<ZeroShotResults>;
  /** Stops after the current step with a final checkpoint, then throws MpaferError `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs the remaining steps of a stage and returns its final state. */
export async function* runStage(
  training: StageTraining,
  start: PretrainState,
  { configuration, engines, evaluate, signal }: StageContext,
): AsyncGenerator<StageEvent, PretrainState> {
  const { stage, parameters, average, optimiser: progress } = start;
  const names = training.names(parameters);
  const optimiser = await createOptimiser(engines[0]!, parameters, names, configuration.optimiser, progress);
  const evaluateEvery = Math.max(1, Math.round(configuration.evaluateEvery * training.stepsPerEpoch));
  const stateAt = (step: number): PretrainState => ({ stage, step, parameters, average, optimiser: progress });

  for (let step = start.step; step < training.steps; step++) {
    if (signal?.aborted) {
      yield { kind: 'checkpoint', state: stateAt(step) };
      throw new MpaferError('aborted', `Stopped in the ${stage} stage after step ${step}`, { cause: signal.reason });
    }
    const rate = learningRate(step, training.schedule);
    const program = await training.program(step, parameters);
    const { loss, norm } = await trainStep(
      program,
      optimiser,
      parameters,
      average,
      training.batchOf(step, parameters),
      {
        rate,
        averageDecay: training.averageDecay,
      },
    );
    const done = step + 1;
    const epoch = done / training.stepsPerEpoch;
    yield { kind: 'step', stage, step: done, steps: training.steps, epoch, batch: training.batch, loss, norm, rate };
    const last = done === training.steps;
    if (last || done % evaluateEvery === 0)
      yield { kind: 'evaluation', stage, step: done, results: await evaluate(average) };
    if (last || done % configuration.checkpointEvery === 0) yield { kind: 'checkpoint', state: stateAt(done) };
  }
  // A run that was stopped after the last step may have missed its final evaluation.
  if (start.step >= training.steps)
    yield { kind: 'evaluation', stage, step: start.step, results: await evaluate(average) };
  await optimiser.release();
  await training.release();
  return stateAt(training.steps);
}
