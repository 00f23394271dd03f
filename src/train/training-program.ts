// The compiled training step of a task: losses, scores and the prompts' gradients in one run; and the text features of the prompts in another.
import { float32, type NumericArray } from '../core/array.ts';
import type { Engine, Program } from '../engine/engine.ts';
import { gradients } from '../graph/gradients.ts';
import { zeros } from '../graph/ops/zeros.ts';
import { constant, input, type Tensor } from '../graph/tensor.ts';
import { objective } from '../method/objective.ts';
import type { MethodOptions } from '../method/options.ts';
import { pixelInput } from '../method/recogniser.ts';
import { softPrompts } from '../method/soft-prompt.ts';
import type { Floats } from '../nn/optim/gradient-norm.ts';
import { inPrecision, type Precision } from './precision.ts';
import type { Task } from './task.ts';

/** The losses of a step, by the names that records use. */
export const lossNames = ['loss', 'classification', 'tokenAlignment', 'promptAlignment', 'prototypeAlignment'] as const;

export type LossName = (typeof lossNames)[number];

export interface PromptArrays {
  readonly context: NumericArray;
  readonly visual?: NumericArray | undefined;
}

export interface Step {
  readonly losses: Readonly<Partial<Record<LossName, number>>>;
  /** [B, C] */
  readonly logits: NumericArray;
  /** Of the context and, if there are, the visual prompts. */
  readonly gradients: readonly Floats[];
}

export interface TrainingProgram {
  /** @param pixels [B, 3, S, S] @param targets [B, C] */
  step(prompts: PromptArrays, pixels: NumericArray, targets: NumericArray): Promise<Step>;
  /** g [C, E] of the prompts as they are. */
  text(context: NumericArray): Promise<NumericArray>;
  release(): Promise<void>;
}

/** @param weights how much each class counts in the classification loss; all the same where absent */
export async function trainingProgram(
  engine: Engine,
  task: Task,
  like: PromptArrays,
  prototypes: NumericArray | undefined,
  options: MethodOptions & { readonly precision?: Precision },
  weights?: readonly number[],
): Promise<TrainingProgram> {
  const { precision = 'float32' } = options;
  const classes = task.classes.length;
  const context = input('context', like.context.shape);
  const visual = like.visual && input('visual', like.visual.shape);
  const parts = objective(
    task,
    { context, visual },
    {
      hardTokens: constant(task.hardTokens),
      hardText: constant(task.hardText),
      // Never computed where the method does not align with prototypes.
      prototypes: prototypes ? constant(prototypes) : zeros([classes, task.config.embedding], 'float32'),
      ...(weights && { classWeights: constant(float32(weights, [classes])) }),
    },
    { pixels: pixelInput(task.config), targets: input('targets', ['B', classes]) },
    options,
  );
  const targets = visual ? [context, visual] : [context];
  const slopes = gradients(parts.loss, targets);
  const outputs: Record<string, Tensor> = { logits: parts.logits };
  for (const name of lossNames) if (parts[name]) outputs[name] = parts[name];
  slopes.forEach((slope, index) => {
    outputs[`gradient${index}`] = slope;
  });
  const step = await engine.compile(await inPrecision(precision, task.clip, outputs));
  const soft = softPrompts(task.weights.text, task.config, context, task.classes, task.fullStop);
  const text: Program<'text'> = await engine.compile(await inPrecision(precision, task.clip, { text: soft.text }));
  return {
    async step(prompts, pixels, labels) {
      const found = await step.run({
        pixels,
        targets: labels,
        context: prompts.context,
        ...(prompts.visual && { visual: prompts.visual }),
      });
      const losses: Partial<Record<LossName, number>> = {};
      for (const name of lossNames) if (found[name]) losses[name] = Number(found[name].data[0]);
      return {
        losses,
        logits: found.logits!,
        gradients: targets.map((_, index) => found[`gradient${index}`]!.data as Floats),
      };
    },
    text: async (array) => (await text.run({ context: array })).text,
    async release() {
      await step.release();
      await text.release();
    },
  };
}
