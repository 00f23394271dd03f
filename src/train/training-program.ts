// The compiled training of a task: a step of a whole batch or of a batch in parts, and the text features of the prompts.

import type { Precision } from '../configuration/precision.ts';
import { type NumericArray, requireFloat32 } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { input } from '../graph/tensor.ts';
import type { MethodOptions } from '../method/options.ts';
import type { PromptArrays } from '../method/prompts.ts';
import { softPrompts } from '../method/soft-prompt.ts';
import { inPrecision } from '../recognise/in-precision.ts';
import type { Task } from '../recognise/task.ts';
import { dividedStep } from './steps/divided-step.ts';
import type { StepProgram } from './steps/step.ts';
import { wholeStep } from './steps/whole-step.ts';

export interface TrainingProgram extends StepProgram {
  /** g [C, E] of the prompts as they are. */
  text(context: NumericArray): Promise<NumericArray<'float32'>>;
}

export interface TrainingOptions extends MethodOptions {
  readonly precision?: Precision;
  /** Images that go through the tower at once; all of a batch where absent. */
  readonly microBatch?: number | undefined;
}

/** @param weights how much each class counts in the classification loss; all the same where absent */
export async function trainingProgram(
  engine: Engine,
  task: Task,
  like: PromptArrays,
  prototypes: NumericArray | undefined,
  { precision = 'float32', microBatch, ...method }: TrainingOptions,
  weights?: readonly number[],
): Promise<TrainingProgram> {
  const context = input('context', like.context.shape);
  const soft = softPrompts(task.weights.text, task.config, context, task.classes, task.fullStop);
  const program = await engine.compile(await inPrecision(precision, task.clip, { text: soft.text }));
  const text = async (array: NumericArray) => requireFloat32((await program.run({ context: array })).text);
  const request = { task, like, prototypes, options: { ...method, precision }, weights };
  const step =
    microBatch === undefined ? await wholeStep(engine, request) : await dividedStep(engine, request, microBatch, text);
  return {
    step: step.step,
    text,
    async release() {
      await step.release();
      await program.release();
    },
  };
}
