// The task of every contestant: seven classes, ten context tokens, eight visual prompts per layer.

/** Token ids of the class names from OpenAI's tokenizer: surprise, fear, disgust, happiness, sadness, anger, neutral. */
export const nameTokens: readonly (readonly number[])[] = [[3480], [5252], [21864], [8546], [21077], [10223], [14331]];

export const fullStop = 269;

/** Length of type 3 hard prompts in tokens, including start and end. */
export const hardLength = 40;

export const contextTokens = 10;
export const visualPrompts = 8;
export const learningRate = 0.032;

export interface Request {
  readonly size: string;
  readonly weights: string;
  readonly batch: number;
  readonly warmup: number;
  readonly steps: number;
  readonly threads: number;
  /** Overrides of the benchmark's task, for the scaling plots. */
  readonly classes?: number;
  readonly contextTokens?: number;
  readonly visualPrompts?: number;
  /** Images processed by the tower at once; the whole batch if absent. */
  readonly microBatch?: number;
  /** Image side in pixels. */
  readonly side?: number;
}

/** The last line that a contestant prints. */
export interface Timing {
  readonly name: string;
  /** From process start to the end of the first step. */
  readonly firstStepMs: number;
  readonly stepMs: readonly number[];
  /** The same in CPU time of the process, which other programs on the machine hardly affect; comparable for a single thread only. */
  readonly cpuMs: readonly number[];
  readonly peakMiB: number;
  readonly loss: number;
}
