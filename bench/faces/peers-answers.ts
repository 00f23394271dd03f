// What the page of the comparison answers.
import type { Answer } from './score.ts';

export interface Timed {
  readonly answers: readonly Answer[];
  /** Milliseconds of the fastest of the runs. */
  readonly ms: number;
}

export interface PeersPage {
  open(name: string): Promise<void>;
  find(name: string, address: string, runs: number): Promise<Timed>;
}
