// What small-model-browser.ts asks its page for.

export interface TimedPage {
  /** Median milliseconds of a batch. */
  time(batch: number, threads: number, runs: number): Promise<number>;
}
