// The events of a training run. The run itself neither prints nor writes.

import type { EpochRecord } from '../evaluate/epoch-record.ts';
import type { SplitResult } from '../evaluate/split-result.ts';
import type { LossName } from './steps/step.ts';

/** What `train` yields as it works. */
export type TrainEvent =
  /** Something about the data to know before training. */
  | { readonly kind: 'note'; readonly text: string }
  /** Image files checked before training. */
  | { readonly kind: 'checking'; readonly done: number; readonly of: number }
  /** Images encoded by the frozen tower, for prototypes and for a residual that is taught. */
  | { readonly kind: 'prototypes'; readonly done: number; readonly of: number }
  /** Faces recognised in an evaluation. */
  | { readonly kind: 'evaluating'; readonly what: string; readonly done: number; readonly of: number }
  /** Everything is read, checked and compiled, and a checkpoint to resume from is accepted: write nothing before this. */
  | { readonly kind: 'ready' }
  | StepEvent
  | { readonly kind: 'epoch'; readonly record: EpochRecord; readonly best: boolean }
  /** Bytes to save: the whole state, from which a run can be resumed. */
  | { readonly kind: 'checkpoint'; readonly bytes: Uint8Array }
  | TrainedEvent
  | FinishedEvent;

/** Training is over and the epoch is chosen: files to keep, even if the evaluation on the test split fails. */
export interface TrainedEvent {
  readonly kind: 'trained';
  /** The recogniser to use: selected by validation where there is such a split, else the last. Without training state. */
  readonly recogniser: Uint8Array;
  readonly last: Uint8Array;
}

export interface StepEvent {
  readonly kind: 'step';
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Images of the epoch done so far, and in all. */
  readonly images: number;
  readonly of: number;
  /** Images of this step. */
  readonly size: number;
  /** Updates made so far. */
  readonly step: number;
  readonly learningRate: number;
  readonly losses: Readonly<Partial<Record<LossName, number>>>;
  readonly gradientNormContext: number;
  readonly gradientNormVisual?: number;
  readonly gradientNormResidual?: number;
}

export interface FinishedEvent extends Omit<TrainedEvent, 'kind'> {
  readonly kind: 'finished';
  readonly results: readonly SplitResult[];
  readonly records: readonly EpochRecord[];
}
