// A training step in one run: losses, scores and the prompts' gradients of a whole batch.
import { float32, float32Data, requireFloat32 } from '../../core/array.ts';
import type { Engine } from '../../engine/engine.ts';
import { gradients } from '../../graph/gradients.ts';
import { zeros } from '../../graph/ops/zeros.ts';
import { constant, input, type Tensor } from '../../graph/tensor.ts';
import { objective } from '../../method/objective.ts';
import { mapPrompts, perPrompt, promptFeeds, promptValues } from '../../method/prompts.ts';
import { pixelInput } from '../../method/recogniser.ts';
import { inPrecision } from '../../recognise/in-precision.ts';
import { type LossName, lossNames, type StepProgram, type StepRequest } from './step.ts';

export async function wholeStep(
  engine: Engine,
  { task, like, prototypes, options, weights }: StepRequest,
): Promise<StepProgram> {
  const classCount = task.classTokens.length;
  const prompts = mapPrompts(like, ({ shape }, kind) => input(kind, shape));
  const parts = objective(
    task,
    prompts,
    {
      hardTokens: constant(task.hardTokens),
      hardText: constant(task.hardText),
      // Never computed where the method does not align with prototypes.
      prototypes: prototypes ? constant(prototypes) : zeros([classCount, task.config.embedding], 'float32'),
      ...(weights && { classWeights: constant(float32(weights, [classCount])) }),
    },
    { pixels: pixelInput(task.config), targets: input('targets', ['B', classCount]) },
    options,
  );
  const outputs: Record<string, Tensor> = { logits: parts.logits };
  for (const name of lossNames) if (parts[name]) outputs[name] = parts[name];
  mapPrompts(perPrompt(prompts, gradients(parts.loss, promptValues(prompts))), (gradient, kind) => {
    outputs[`${kind}Gradient`] = gradient;
  });
  const program = await engine.compile(await inPrecision(options.precision, task.clip, outputs));
  return {
    async step(prompts, pixels, labels) {
      const found = await program.run({
        pixels,
        targets: labels,
        ...promptFeeds(prompts),
      });
      const losses: Partial<Record<LossName, number>> = {};
      for (const name of lossNames) if (found[name]) losses[name] = Number(found[name].data[0]);
      return {
        losses,
        logits: requireFloat32(found.logits!),
        gradients: mapPrompts(like, (_, kind) => float32Data(found[`${kind}Gradient`]!)),
      };
    },
    release: () => program.release(),
  };
}
