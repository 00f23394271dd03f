// The example of OpenAI's README as a check: ViT-B/32 on the picture CLIP.png and three texts.
import { frozenWeights } from '../../../../clip/graph-weights.ts';
import { imageTower } from '../../../../clip/image-tower.ts';
import type { ClipModel } from '../../../../clip/load-clip.ts';
import { preprocess } from '../../../../clip/preprocess.ts';
import { textTower } from '../../../../clip/text-tower.ts';
import { tokenBatch } from '../../../../clip/token-batch.ts';
import { float32 } from '../../../../core/array.ts';
import type { RgbImage } from '../../../../core/image.ts';
import type { Engine } from '../../../../engine/engine.ts';
import { gather } from '../../../../graph/ops/gather.ts';
import { multiply } from '../../../../graph/ops/multiply.ts';
import { softmax } from '../../../../graph/ops/softmax.ts';
import { constant, input, scalar } from '../../../../graph/tensor.ts';
import { cosines } from '../../../../nn/cosine.ts';

/** The texts and the probabilities that the README prints. */
export const readmeProbabilities = { 'a diagram': 0.9927937, 'a dog': 0.00421068, 'a cat': 0.00299572 } as const;

/** Allowed difference of a probability: PNG decoders and half-precision weights differ in the last bits. */
export const readmeTolerance = 1e-3;

export interface ReadmeCheck {
  /** By text, in the README's order. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly largestDifference: number;
  readonly passed: boolean;
}

export async function readmeCheck(engine: Engine, clip: ClipModel, picture: RgbImage): Promise<ReadmeCheck> {
  const { config } = clip;
  const tokenizer = await clip.tokenizer();
  const weights = frozenWeights(clip.weights);
  const texts = Object.keys(readmeProbabilities);
  const { ids, ends } = tokenBatch(
    texts.map((text) => tokenizer.encode(text)),
    config.text,
  );
  const words = gather(weights.text.tokenEmbedding, constant(ids));
  const { size } = config.image;
  const image = imageTower(weights.image, config, input('pixels', [1, 3, size, size])).global;
  const similarity = cosines(image, textTower(weights.text, config, words, constant(ends)));
  const program = await engine.compile({ probabilities: softmax(multiply(similarity, scalar(clip.logitScale))) });
  const pixels = float32(preprocess(picture, size), [1, 3, size, size]);
  const found = Array.from((await program.run({ pixels })).probabilities.data, Number);
  await program.release();
  const differences = Object.values(readmeProbabilities).map((wanted, index) => Math.abs(found[index]! - wanted));
  const largestDifference = Math.max(...differences);
  return {
    probabilities: Object.fromEntries(texts.map((text, index) => [text, found[index]!])),
    largestDifference,
    passed: largestDifference <= readmeTolerance,
  };
}
