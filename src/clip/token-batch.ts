// Token sequences of different lengths as one array, cut after the longest.
import { int64, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';

export interface TokenBatch {
  /** [C, T] int64, padded after each end token. */
  readonly ids: NumericArray;
  /** [C] int64: row of each end token when all C x T rows are numbered through. */
  readonly ends: NumericArray;
  readonly length: number;
}

/**
 * Token sequences as one padded batch, with the place where each ends.
 *
 * @param sequences ids from start to end token; anything behind the first end token is dropped
 * @param tokens the end and pad token, and how many positions the model has
 * @param length cut or pad to this length instead of the longest sequence's
 * @param nameOf what messages call a sequence
 * @throws MpaferError `text-too-long` when a sequence has no end token within `positions`; text is never truncated silently
 * @example
 * ```ts
 * import { tokenBatch } from 'mpafer/graph';
 * const tokens = { endToken: 9, padToken: 0, positions: 77 };
 * const { ids, ends } = tokenBatch([[8, 1, 9], [8, 1, 2, 9]], tokens);
 * console.log(ids.shape, ends.data); // [ 2, 4 ] BigInt64Array(2) [ 2n, 7n ]
 * ```
 */
export function tokenBatch(
  sequences: readonly (readonly number[])[],
  tokens: { readonly endToken: number; readonly padToken: number; readonly positions: number },
  length?: number,
  nameOf: (index: number) => string = (index) => `text ${index}`,
): TokenBatch {
  const ends = sequences.map((sequence, index) => {
    const end = sequence.indexOf(tokens.endToken);
    const limit = length ?? tokens.positions;
    if (end < 0 || end >= limit) {
      throw new MpaferError(
        'text-too-long',
        `Cannot use ${nameOf(index)}: it has ${end < 0 ? sequence.length : end + 1} tokens${end < 0 ? ' and no end token; expected one within' : '; expected at most'} ${limit}`,
      );
    }
    return end;
  });
  const longest = length ?? ends.reduce((most, end) => Math.max(most, end), Number.NEGATIVE_INFINITY) + 1;
  const ids = sequences.flatMap((sequence, index) =>
    Array.from({ length: longest }, (_, position) =>
      position <= ends[index]! ? sequence[position]! : tokens.padToken,
    ),
  );
  return {
    ids: int64(ids, [sequences.length, longest]),
    ends: int64(
      ends.map((end, index) => index * longest + end),
      [sequences.length],
    ),
    length: longest,
  };
}
