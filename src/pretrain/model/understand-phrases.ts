// How the text tower understands phrases: the most probable expression, by cosine with the class vectors of plain prompts.
import { argmax } from '../../core/argmax.ts';
import type { NumericArray } from '../../core/array.ts';

export interface UnderstoodPhrase {
  readonly phrase: string;
  /** The expression that the phrase is meant to describe. */
  readonly wanted: string;
  readonly chosen: string;
  /** Of `chosen`, 0 to 1. */
  readonly probability: number;
}

/** @param texts [phrases, E] and @param vectors [C, E], neither necessarily at unit length */
export function understandPhrases(
  phrases: readonly (readonly [phrase: string, wanted: string])[],
  texts: NumericArray,
  vectors: NumericArray,
  classes: readonly string[],
  logitScale: number,
): readonly UnderstoodPhrase[] {
  const width = texts.shape[1]!;
  const rows = (array: NumericArray) =>
    Array.from({ length: array.shape[0]! }, (_, row) => {
      const numbers = Array.from(array.data.subarray(row * width, (row + 1) * width), Number);
      const size = Math.hypot(...numbers);
      return numbers.map((value) => value / size);
    });
  const units = rows(vectors);
  return rows(texts).map((text, index) => {
    const weights = units.map((unit) =>
      Math.exp(logitScale * unit.reduce((sum, value, at) => sum + value * text[at]!, 0)),
    );
    const best = argmax(weights);
    const [phrase, wanted] = phrases[index]!;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { phrase, wanted, chosen: classes[best]!, probability: weights[best]! / total };
  });
}
