// One training step: what it takes and gives, and what it is compiled from, whichever way it is computed.

import type { Precision } from '../../configuration/precision.ts';
import type { NumericArray } from '../../core/array.ts';
import type { Engine } from '../../engine/engine.ts';
import type { MethodOptions } from '../../method/options.ts';
import type { PerPrompt, PromptArrays } from '../../method/prompts.ts';
import type { Task } from '../../recognise/task.ts';

/** The losses of a step, by the names that records use. */
export const lossNames = [
  'loss',
  'classification',
  'tokenAlignment',
  'promptAlignment',
  'prototypeAlignment',
  'textTie',
  'textMoments',
  'imageConsistency',
  'logitConsistency',
  'marginPenalty',
] as const;

export type LossName = (typeof lossNames)[number];

export interface Step {
  readonly losses: Readonly<Partial<Record<LossName, number>>>;
  /** [B, C] */
  readonly logits: NumericArray<'float32'>;
  /** Of the loss, for each prompt. */
  readonly gradients: PerPrompt<Float32Array>;
}

export interface StepProgram {
  /** @param pixels [B, 3, S, S] @param targets [B, C] */
  step(prompts: PromptArrays, pixels: NumericArray<'float32'>, targets: NumericArray<'float32'>): Promise<Step>;
  release(): Promise<void>;
}

/** What a step is compiled from. */
export interface StepRequest {
  readonly task: Task;
  /** Arrays of the prompts' shapes. */
  readonly like: PromptArrays;
  /** [C, E]; absent where the method does not align with prototypes. */
  readonly prototypes: NumericArray | undefined;
  readonly options: MethodOptions & { readonly precision: Precision };
  /** How much each class counts in the classification loss; equally where absent. */
  readonly weights: readonly number[] | undefined;
  /** Images that go through the tower at once; all of a batch where absent. */
  readonly microBatch?: number | undefined;
  /** w [C, E], the class vectors of prompts. */
  readonly encode: (prompts: PromptArrays) => Promise<NumericArray<'float32'>>;
}

/** Compiles the step of a run: `localStep`, or one that shares the parts of a batch between machines. */
export type StepCompiler = (engine: Engine, request: StepRequest) => Promise<StepProgram>;
