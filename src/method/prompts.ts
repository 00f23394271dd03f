// What is learned: the context of the text prompts and, where the method has them, visual prompts and a residual of the class vectors.
import type { NumericArray } from '../core/array.ts';
import type { Tensor } from '../graph/tensor.ts';

/** One value for each kind of prompt: the prompts themselves, their gradients, momenta or norms. */
export type PerPrompt<T> = {
  /** Of V, the context: [C, M, Dt], or [M, Dt] where all classes share it. */
  readonly context: T;
  /** Of P, the visual prompts: [depth, N_p, Dv]; absent where only text prompts are learned. */
  readonly visual?: T | undefined;
  /** Of r, the residual of the class vectors: [C, E]; absent where the prompts alone move them. */
  readonly residual?: T | undefined;
};

/** The prompts of a graph. Everything else is frozen. */
export type Prompts = PerPrompt<Tensor>;

/** The prompts' numbers. */
export type PromptArrays = PerPrompt<NumericArray<'float32'>>;

/** Applies `map` to each value, with the name of its prompt. */
export const mapPrompts = <T, U>(
  { context, visual, residual }: PerPrompt<T>,
  map: (value: T, kind: keyof PerPrompt<T>) => U,
): PerPrompt<U> => ({
  context: map(context, 'context'),
  visual: visual === undefined ? undefined : map(visual, 'visual'),
  ...(residual !== undefined && { residual: map(residual, 'residual') }),
});

/** The values that are present: context, visual, residual. */
export const promptValues = <T>({ context, visual, residual }: PerPrompt<T>): readonly T[] => [
  context,
  ...(visual === undefined ? [] : [visual]),
  ...(residual === undefined ? [] : [residual]),
];

/** One value for each prompt of `like`, from values in the order of `promptValues`. */
export function perPrompt<T>(like: PerPrompt<unknown>, values: readonly T[]): PerPrompt<T> {
  let at = 0;
  return mapPrompts(like, () => values[at++]!);
}
