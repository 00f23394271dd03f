// The vocabulary entry nearest to each soft token, recorded during training as CoOp reports it afterwards.
import { frozenWeights } from '../clip/graph-weights.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import { float32, type NumericArray } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { add } from '../graph/ops/add.ts';
import { divide } from '../graph/ops/divide.ts';
import { linear } from '../graph/ops/linear.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { reduceSum } from '../graph/ops/reduce-sum.ts';
import { sqrt } from '../graph/ops/sqrt.ts';
import { topK } from '../graph/ops/top-k.ts';
import { input, scalar } from '../graph/tensor.ts';
import { unitLength } from '../nn/cosine.ts';

/** The entry, and its cosine with the soft token, to three decimals: near 0 it is merely the least dissimilar. */
export type NearestWord = readonly [word: string, cosine: number];

/** The first word among this many nearest entries is taken; start and end tokens, punctuation and single bytes are not words. */
const candidates = 16;

/**
 * The nearest word or piece of one to each soft token, by angle: one list per class where each has its own context, else a single list.
 * The token table is read for this call only, so that training does not hold it in memory twice.
 *
 * @param context V: [C, M, Dt] or [M, Dt]
 */
export async function nearestWords(
  engine: Engine,
  clip: ClipModel,
  context: NumericArray<'float32'>,
): Promise<readonly (readonly NearestWord[])[]> {
  const { config } = clip;
  const tokenizer = await clip.tokenizer();
  const width = config.text.width;
  const length = context.shape.at(-2)!;
  const rows = context.data.length / width;
  const table = frozenWeights(clip.weights).text.tokenEmbedding;
  const tokens = input('tokens', [rows, width]);
  // Divided by the lengths afterwards: a second table of unit rows would be as large as the first.
  const lengths = sqrt(add(reduceSum(multiply(table, table), [-1]), scalar(1e-12)));
  const cosines = divide(linear(unitLength(tokens), table, 'out-in'), lengths);
  const { values, indices } = topK(cosines, Math.min(candidates, config.text.vocabulary));
  const program = await engine.compile({ values, indices });
  try {
    const found = await program.run({ tokens: float32(context.data, [rows, width]) });
    const wide = found.values.shape[1]!;
    const isWord = (id: number) => /^[\p{L}\p{M}]+$/u.test(tokenizer.textOf(id));
    const words = Array.from({ length: rows }, (_, row): NearestWord => {
      const ids = Array.from({ length: wide }, (_, at) => Number(found.indices.data[row * wide + at]));
      const place = Math.max(0, ids.findIndex(isWord));
      const cosine = Number(found.values.data[row * wide + place]);
      return [tokenizer.textOf(ids[place]!), Math.round(cosine * 1000) / 1000];
    });
    return Array.from({ length: rows / length }, (_, index) => words.slice(index * length, (index + 1) * length));
  } finally {
    await program.release();
  }
}
