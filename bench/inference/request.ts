// The request to each contestant of the inference benchmark, and the last line that it prints.

export interface Request {
  readonly size: string;
  readonly weights: string;
  readonly batch: number;
  readonly warmup: number;
  readonly runs: number;
  readonly threads: number;
  /** The folder of the exported model. */
  readonly export: string;
}

export interface Timing {
  readonly name: string;
  /** Per batch. */
  readonly runMs: readonly number[];
  readonly peakMiB: number;
}
