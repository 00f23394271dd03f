// What is learned: the context of the text prompts and, where the method has them, visual prompts, a residual of the class vectors, and more.
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
  /** Of the bottleneck that makes tokens of the hard prompts' features: [H, E + M Dt]; absent where contexts know nothing of their class. */
  readonly bottleneck?: T | undefined;
  /** Of U, V^t and V^v, whose products are deep prompts of both towers: [L, r, M + Dt + Dv]; in place of visual prompts. */
  readonly factors?: T | undefined;
  /** Of the moves of the towers' weights: [L, 3, 2, r, D] of each tower; absent where both are frozen. */
  readonly textWeights?: T | undefined;
  readonly imageWeights?: T | undefined;
};

/** In the order of `promptValues`. */
const kinds = [
  'context',
  'visual',
  'residual',
  'bottleneck',
  'factors',
  'textWeights',
  'imageWeights',
] as const satisfies readonly (keyof PerPrompt<unknown>)[];

/** The prompts of a graph. Everything else is frozen. */
export type Prompts = PerPrompt<Tensor>;

/** The prompts' numbers. */
export type PromptArrays = PerPrompt<NumericArray<'float32'>>;

/** Applies `map` to each value that is present, with the name of its prompt. */
export function mapPrompts<T, U>(prompts: PerPrompt<T>, map: (value: T, kind: keyof PerPrompt<T>) => U): PerPrompt<U> {
  const found: Partial<Record<keyof PerPrompt<T>, U>> = {};
  for (const kind of kinds) {
    const value = prompts[kind];
    if (value !== undefined) found[kind] = map(value, kind);
  }
  return found as PerPrompt<U>;
}

/** The values that are present, in a fixed order. */
export const promptValues = <T>(prompts: PerPrompt<T>): readonly T[] =>
  kinds.flatMap((kind) => (prompts[kind] === undefined ? [] : [prompts[kind]]));

/** One value for each prompt of `like`, from values in the order of `promptValues`. */
export function perPrompt<T>(like: PerPrompt<unknown>, values: readonly T[]): PerPrompt<T> {
  let at = 0;
  return mapPrompts(like, () => values[at++]!);
}

/** The values that are present, by the names under which graphs take them. */
export const promptFeeds = <T>(prompts: PerPrompt<T>): Readonly<Record<string, T>> =>
  ({ ...mapPrompts(prompts, (value) => value) }) as Readonly<Record<string, T>>;

/** The prompts that class vectors depend on: all but those that the image tower alone sees. */
export function textPrompts<T>(prompts: PerPrompt<T>): PerPrompt<T> {
  const { visual: _, imageWeights: __, ...others } = prompts;
  return mapPrompts(others, (value) => value);
}

/** The prompts that train: visual prompts that are products of factors do not. */
export const trainedPrompts = <T extends { readonly factors?: unknown; readonly visual?: unknown }>(prompts: T): T =>
  prompts.factors === undefined ? prompts : { ...prompts, visual: undefined };
