// What each contestant of the inference benchmark is asked, and what it prints as its last line.

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
  /** Of one batch. */
  readonly runMs: readonly number[];
  readonly peakMiB: number;
}
