// What all stages of pretraining have in common: which parameters train, for how long, on which batches.
import type { Arrays } from '../../engine/engine.ts';
import type { Schedule } from '../../nn/optim/schedule.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import type { LossProgram } from './trainer.ts';

export interface StageTraining {
  readonly steps: number;
  readonly stepsPerEpoch: number;
  /** Images or captions per step. */
  readonly batch: number;
  readonly averageDecay: number;
  readonly schedule: Schedule;
  /** Names of the parameters to train. */
  names(parameters: Parameters): string[];
  /** The loss of a step. */
  program(step: number, parameters: Parameters): Promise<LossProgram>;
  /** The batch of a step. It depends on the seed and the step alone, so that a resumed run sees the same batches. */
  batchOf(step: number, parameters: Parameters): Arrays;
  release(): Promise<void>;
}

/** Settings common to the stages over images. */
export interface ImageStageSettings {
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  /** As a share of the steps. */
  readonly warmup: number;
  readonly averageDecay: number;
}

/** Steps and schedule of a stage over `faces` images: at least one step unless there are 0 epochs. */
export function imageStagePlan(
  faces: number,
  { epochs, batch, rate, warmup, averageDecay }: ImageStageSettings,
): Pick<StageTraining, 'steps' | 'stepsPerEpoch' | 'batch' | 'averageDecay' | 'schedule'> {
  const stepsPerEpoch = Math.max(1, Math.floor(faces / batch));
  const steps = epochs === 0 ? 0 : Math.max(1, Math.round(epochs * stepsPerEpoch));
  return {
    steps,
    stepsPerEpoch,
    batch,
    averageDecay,
    schedule: { peak: rate, steps, warmup: Math.round(steps * warmup) },
  };
}
