// What is learned: the context of the text prompts and, where the method has them, visual prompts.
import type { NumericArray } from '../core/array.ts';
import type { Tensor } from '../graph/tensor.ts';

/** One value for each kind of prompt: the prompts themselves, their gradients, momenta or norms. */
export type PerPrompt<T> = {
  /** Of V, the context: [C, M, Dt], or [M, Dt] where all classes share it. */
  readonly context: T;
  /** Of P, the visual prompts: [depth, N_p, Dv]; absent where only text prompts are learned. */
  readonly visual?: T | undefined;
};

/** The prompts of a graph. Everything else is frozen. */
export type Prompts = PerPrompt<Tensor>;

/** The prompts' numbers. */
export type PromptArrays = PerPrompt<NumericArray<'float32'>>;

/** Applies `map` to each value, with the name of its prompt. */
export const mapPrompts = <T, U>(
  { context, visual }: PerPrompt<T>,
  map: (value: T, kind: keyof PerPrompt<T>) => U,
): PerPrompt<U> => ({
  context: map(context, 'context'),
  visual: visual === undefined ? undefined : map(visual, 'visual'),
});

/** The values that are present, context first. */
export const promptValues = <T>({ context, visual }: PerPrompt<T>): readonly T[] =>
  visual === undefined ? [context] : [context, visual];
