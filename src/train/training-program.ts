// The compiled training of a task: its step, and the text features of the prompts.

import type { Precision } from '../configuration/precision.ts';
import { type NumericArray, requireFloat32 } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { constant, input } from '../graph/tensor.ts';
import type { MethodOptions } from '../method/options.ts';
import { promptedTexts } from '../method/prompted-texts.ts';
import { mapPrompts, type PromptArrays, promptFeeds, textPrompts } from '../method/prompts.ts';
import { inPrecision } from '../recognise/in-precision.ts';
import { localStep } from './steps/local-step.ts';
import type { StepCompiler, StepProgram, StepRequest } from './steps/step.ts';

export interface TrainingProgram extends StepProgram {
  /** w [C, E], the class vectors of prompts: their text features, and the residual. */
  text(prompts: PromptArrays): Promise<NumericArray<'float32'>>;
}

export interface TrainingOptions extends MethodOptions {
  readonly precision?: Precision;
  /** Images that go through the tower at once; all of a batch where absent. */
  readonly microBatch?: number | undefined;
}

export interface TrainingRequest extends Pick<StepRequest, 'task' | 'like' | 'prototypes'> {
  readonly options: TrainingOptions;
  /** How much each class counts in the classification loss; equally where absent. */
  readonly weights?: readonly number[] | undefined;
  /** How a step is computed; on this machine by default. */
  readonly step?: StepCompiler | undefined;
}

export async function trainingProgram(
  engine: Engine,
  { task, like, prototypes, options, weights, step: compile = localStep }: TrainingRequest,
): Promise<TrainingProgram> {
  const { precision = 'float32', microBatch, ...method } = options;
  const prompts = mapPrompts(like, ({ shape }, kind) => input(kind, shape));
  const { vectors: text } = promptedTexts(task, prompts, constant(task.hardText), method);
  const program = await engine.compile(await inPrecision(precision, task.clip, { text }));
  const encode = async (own: PromptArrays) => requireFloat32((await program.run(promptFeeds(textPrompts(own)))).text);
  const step = await compile(engine, {
    task,
    like,
    prototypes,
    options: { ...method, precision },
    weights,
    microBatch,
    encode,
  });
  return {
    step: step.step,
    text: encode,
    async release() {
      await step.release();
      await program.release();
    },
  };
}
