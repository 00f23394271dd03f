// What a job reports while it runs. A job neither prints nor exits: a terminal, a server or a page shows its events.
import type { EpochRecord } from '../evaluate/epoch-record.ts';
import type { NamedEvaluation } from '../evaluate/run-report.ts';
import type { StepEvent } from '../train/train-event.ts';

/** What a job reports as it goes. */
export type JobEvent = NoteEvent | ProgressEvent | TrainingStepEvent | TrainingEpochEvent | ScoreEvent | CellEvent;

/** A sentence worth keeping on screen. */
export interface NoteEvent {
  readonly kind: 'note';
  readonly message: string;
}

/** How far a task has got. Many follow each other; only the latest matters. */
export interface ProgressEvent {
  readonly kind: 'progress';
  readonly task: string;
  readonly done: number;
  /** Absent where the end is not known in advance. */
  readonly total?: number | undefined;
  /** Images per second, recently; of a download, bytes. */
  readonly rate?: number | undefined;
  readonly secondsLeft?: number | undefined;
  /** Present if bytes are counted. */
  readonly unit?: 'bytes' | undefined;
}

/** A finished training step. */
export interface TrainingStepEvent extends StepEvent, Pace {}

/** A finished epoch of training. */
export interface TrainingEpochEvent extends Partial<Pace> {
  readonly kind: 'epoch';
  readonly record: EpochRecord;
  /** Whether its prompts are the best on the validation split so far. */
  readonly best: boolean;
}

export interface Pace {
  /** Images per second, recently. */
  readonly rate: number;
  readonly secondsLeft: number;
}

/** A final score of a training run. */
export interface ScoreEvent {
  readonly kind: 'score';
  readonly score: NamedEvaluation;
}

/** A finished cell of an experiment. */
export interface CellEvent {
  readonly kind: 'cell';
  readonly name: string;
  /** What distinguishes the cell, for display. */
  readonly detail?: string | undefined;
  readonly war: number;
  readonly uar: number;
  /** Faces that were excluded from it, and why. */
  readonly excluded?: string | undefined;
  /** Whether an existing result was reused. */
  readonly reused: boolean;
  /** Its place among all cells, from 1. */
  readonly position?: { readonly index: number; readonly total: number } | undefined;
}

export const note = (message: string): NoteEvent => ({ kind: 'note', message });

export const progress = (task: string, done: number, total?: number, pace?: Partial<Pace>): ProgressEvent => ({
  kind: 'progress',
  task,
  done,
  total,
  ...pace,
});
