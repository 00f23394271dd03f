// The task that every contestant steps: seven classes, ten context tokens, eight visual prompts a layer.

/** Token ids of the class names as OpenAI's tokenizer gives them: surprise, fear, disgust, happiness, sadness, anger, neutral. */
export const nameTokens: readonly (readonly number[])[] = [[3480], [5252], [21864], [8546], [21077], [10223], [14331]];

export const fullStop = 269;

/** Length of the hard prompts of type 3 in tokens, start and end included. */
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
  /** Other than the benchmark's, for the plots of growth. */
  readonly classes?: number;
  readonly contextTokens?: number;
  readonly visualPrompts?: number;
  /** Images that go through the tower at once; all of the batch where absent. */
  readonly microBatch?: number;
  /** Side of the pictures in pixels. */
  readonly side?: number;
}

/** What a contestant prints as its last line. */
export interface Timing {
  readonly name: string;
  /** From the program's start to the end of the first step. */
  readonly firstStepMs: number;
  readonly stepMs: readonly number[];
  /** The same by the processor time of the whole process, which other programs on the machine hardly change; true work with one thread only. */
  readonly cpuMs: readonly number[];
  readonly peakMiB: number;
  readonly loss: number;
}
