// A training step whose images go through the tower in parts: the gradient of the whole batch, in the memory of a part.
//
// Text is encoded once. Each part gives its share of L_vt + gamma L_v, and of the gradients for the visual prompts and for the class
// vectors w; then one run through the text tower turns dL/dw into the gradients of all that the class vectors are made of, and adds what
// the losses of the text ask. Nothing is counted twice, and an image costs the same as in an undivided batch.
import { float32, float32Data, type NumericArray, rowsOf } from '../../core/array.ts';
import { fixed } from '../../core/shape.ts';
import type { Engine, Program } from '../../engine/engine.ts';
import { gradients } from '../../graph/gradients.ts';
import { add } from '../../graph/ops/add.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { zeros } from '../../graph/ops/zeros.ts';
import { constant, input, type Tensor } from '../../graph/tensor.ts';
import { imageObjective } from '../../method/image-objective.ts';
import { shownVisualPrompts, visualPromptsOf } from '../../method/low-rank-prompts.ts';
import { lossWeights, totalLoss } from '../../method/objective.ts';
import { promptedTexts } from '../../method/prompted-texts.ts';
import { mapPrompts, perPrompt, promptFeeds, promptValues, textPrompts } from '../../method/prompts.ts';
import { pixelInput } from '../../method/recogniser.ts';
import { textObjective } from '../../method/text-objective.ts';
import { inPrecision } from '../../recognise/in-precision.ts';
import { inTurn, type PartRunner } from './part-sums.ts';
import type { StepProgram, StepRequest } from './step.ts';

/**
 * @param partSize images that go through the tower at once, 1 or more; the last part of a batch holds what remains
 * @param runParts who computes the parts; this process by default
 */
export async function dividedStep(
  engine: Engine,
  request: StepRequest,
  partSize: number,
  runParts: PartRunner = inTurn,
): Promise<StepProgram> {
  const { task, weights, options, encode } = request;
  const images = await imageProgram(engine, request);
  const words = await textProgram(engine, request);
  return {
    async step(prompts, pixels, targets) {
      const visual = shownVisualPrompts(prompts, task.config);
      const text = await encode(prompts);
      const batch = fixed(pixels.shape, 0);
      const total = weightOf(targets, weights);
      const rows = (part: number) => {
        const [begin, end] = [part * partSize, Math.min((part + 1) * partSize, batch)];
        return { begin, end, share: (end - begin) / batch };
      };
      const found = await runParts({
        count: Math.ceil(batch / partSize),
        share: (part) => rows(part).share,
        compute(part) {
          const { begin, end, share } = rows(part);
          return images.run({
            pixels: rowsOf(pixels, begin, end),
            targets: rowsOf(targets, begin, end),
            text,
            ...(visual && { visual }),
            ...(prompts.imageWeights && { imageWeights: prompts.imageWeights }),
            ...(weights && { weight: float32([share * total], []) }),
          });
        },
      });
      const logits = new Float32Array(targets.data.length);
      found.logits.forEach((own, part) => {
        logits.set(own, rows(part).begin * task.classTokens.length);
      });
      const sum = (name: string) => found.sums.get(name)!;
      const own = textPrompts(prompts);
      const answers: Readonly<Record<string, NumericArray>> = await words.run({
        ...promptFeeds(own),
        pull: float32(sum('textGradient'), text.shape),
        ...(visual && prompts.factors && { pullVisual: float32(sum('visualGradient'), visual.shape) }),
      });
      const gradientsOfText = mapPrompts(own, (_, kind) => float32Data(answers[`${kind}Gradient`]!));
      const values = textLosses.flatMap((name) =>
        answers[name] ? [[name, Number(answers[name].data[0])] as const] : [],
      );
      const weight = lossWeights(options);
      const alignment = values.reduce((all, [name, value]) => all + weight[name] * value, 0);
      return {
        losses: {
          loss: sum('loss')[0]! + alignment,
          classification: sum('classification')[0]!,
          ...Object.fromEntries(values),
          ...Object.fromEntries(imageLosses.flatMap((name) => (found.sums.has(name) ? [[name, sum(name)[0]!]] : []))),
        },
        logits: float32(logits, targets.shape),
        gradients: {
          ...gradientsOfText,
          ...(prompts.visual && { visual: Float32Array.from(sum('visualGradient')) }),
          ...(prompts.imageWeights && { imageWeights: Float32Array.from(sum('imageWeightsGradient')) }),
        },
      };
    },
    async release() {
      await images.release();
      await words.release();
    },
  };
}

/** Losses of images beside the classification. */
const imageLosses = ['prototypeAlignment', 'imageConsistency', 'logitConsistency'] as const;

/** Losses of the texts alone. */
const textLosses = ['tokenAlignment', 'promptAlignment', 'textTie', 'textMoments'] as const;

/** Of a part of the batch: losses, scores, and the gradients for visual prompts, moves of the tower's weights and class vectors. */
function imageProgram(engine: Engine, request: StepRequest): Promise<Program<string>> {
  const { task, like, prototypes, options, weights } = request;
  const classCount = task.classTokens.length;
  const text = input('text', task.hardText.shape);
  const shown = shownVisualPrompts(like, task.config);
  const visual = shown && input('visual', shown.shape);
  const imageWeights = like.imageWeights && input('imageWeights', like.imageWeights.shape);
  const side = {
    ...task,
    text,
    visual,
    imageWeights,
    hardText: constant(task.hardText),
    prototypes: prototypes ? constant(prototypes) : zeros([classCount, task.config.embedding], 'float32'),
    ...(weights && { classWeights: constant(float32(weights, [classCount])) }),
  };
  const batch = {
    pixels: pixelInput(task.config),
    targets: input('targets', ['B', classCount]),
    ...(weights && { weight: input('weight', []) }),
  };
  const { logits, classification, ...found } = imageObjective(side, batch, options);
  const parts = {
    classification,
    ...Object.fromEntries(imageLosses.flatMap((name) => (found[name] ? [[name, found[name]]] : []))),
  };
  const loss = totalLoss(parts, options);
  const targets = { text, ...(visual && { visual }), ...(imageWeights && { imageWeights }) };
  const slopes = gradients(loss, Object.values(targets));
  const named = Object.keys(targets).map((name, at) => [`${name}Gradient`, slopes[at]!] as const);
  return compiled(engine, request, {
    logits,
    loss,
    ...parts,
    ...Object.fromEntries(named),
  });
}

/** The gradients of all that class vectors are made of, given theirs: of <w, dL/dw> + beta (L_ta + L_pa) + the tie. */
function textProgram(engine: Engine, request: StepRequest): Promise<Program<string>> {
  const { task, like, options } = request;
  const prompts = mapPrompts(textPrompts(like), ({ shape }, kind) => input(kind, shape));
  const hard = { hardTokens: constant(task.hardTokens), hardText: constant(task.hardText) };
  const soft = promptedTexts(task, prompts, hard.hardText, options);
  const parts = textObjective(soft, hard, options);
  const pulled = pulledBy(soft.vectors, 'pull');
  // Factors of visual prompts are those of the text's too.
  const visual = prompts.factors && visualPromptsOf(prompts, task.config);
  const classification = visual ? add(pulled, pulledBy(visual, 'pullVisual')) : pulled;
  const loss = totalLoss({ classification, ...parts }, { ...options, alpha: 1 });
  const outputs: Record<string, Tensor> = { ...parts };
  mapPrompts(perPrompt(prompts, gradients(loss, promptValues(prompts))), (gradient, kind) => {
    outputs[`${kind}Gradient`] = gradient;
  });
  return compiled(engine, request, outputs);
}

/** <x, dL/dx>, whose gradient for what x is made of is that of the loss. */
const pulledBy = (x: Tensor, name: string): Tensor => reduceSum(multiply(x, input(name, x.shape)));

const compiled = async (
  engine: Engine,
  { task, options }: StepRequest,
  outputs: Readonly<Record<string, Tensor>>,
): Promise<Program<string>> => engine.compile(await inPrecision(options.precision, task.clip, outputs));

/** sum_ic w_c t_ic, what the classification loss of the whole batch is divided by. */
function weightOf({ data }: NumericArray<'float32'>, weights: readonly number[] | undefined): number {
  if (weights === undefined) return 0;
  return data.reduce((sum, target, at) => sum + target * weights[at % weights.length]!, 0);
}
