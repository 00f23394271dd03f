// The interface between small-model-browser.ts and its page.

export interface TimedPage {
  /** Median milliseconds per batch. */
  time(batch: number, threads: number, runs: number): Promise<number>;
}
