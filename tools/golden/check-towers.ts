// Checks both towers without prompts.
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { imageTower } from '../../src/clip/image-tower.ts';
import { textTower } from '../../src/clip/text-tower.ts';
import { tokenBatch } from '../../src/clip/token-batch.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { constant, input } from '../../src/graph/tensor.ts';
import { cosines } from '../../src/nn/cosine.ts';
import type { Record } from './check-model.ts';
import type { Model } from './models.ts';
import { inPrecision, type Reference, sequencesOf } from './reference-file.ts';
import type { Precision } from './tolerance.ts';

export async function checkTowers(
  { config, stored }: Model,
  endToken: number,
  reference: Reference,
  engine: Engine,
  precision: Precision,
  record: Record,
): Promise<void> {
  const weights = frozenWeights(stored, precision);
  const pixels = inPrecision(reference('pixels'), precision);
  const image = imageTower(weights.image, config, input('pixels', ['B', ...pixels.shape.slice(1)], precision));
  const tokens = tokenBatch(sequencesOf(reference('token_ids'), endToken), { ...config.text, endToken });
  const embeddings = gather(weights.text.tokenEmbedding, constant(tokens.ids));
  const text = textTower(weights.text, config, embeddings, constant(tokens.ends));
  const program = await engine.compile({
    image_embeds: image.global,
    patch_embeds: image.patches,
    text_embeds: text,
    logits_per_image: multiply(cosines(image.global, text), exp(weights.logitScale)),
  });
  const found = await program.run({ pixels });
  for (const [name, array] of Object.entries(found)) record(name, 'feature', array, reference(name));
  await program.release();
}
