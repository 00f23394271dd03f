// The processes that work on one job: who this one is, and how they hand bytes to each other.

/** Every rank makes the same calls in the same order. */
export interface Team {
  /** Of this process, from 0. Rank 0 is the leader: it alone reads and writes the run folder. */
  readonly rank: number;
  /** How many processes there are. */
  readonly size: number;
  /**
   * Hands bytes to everyone.
   *
   * @returns the bytes of all ranks, in the order of ranks; they may differ in length
   * @throws MpaferError that of a rank that failed, on all ranks; `team` when the ranks do not answer or have lost step
   */
  gather(bytes: Uint8Array): Promise<readonly Uint8Array[]>;
  /**
   * Hands one piece to each rank.
   *
   * @param pieces one for each rank; all pieces of all ranks are equally long
   * @returns the pieces for this rank, in the order of ranks
   * @throws MpaferError as `gather`
   */
  exchange(pieces: readonly Uint8Array[]): Promise<readonly Uint8Array[]>;
  /** Ends the job: returns when every rank has come to its end. @throws MpaferError that of a rank that failed */
  end(): Promise<void>;
  /**
   * Ends the job because this rank cannot continue, and informs the others.
   *
   * @returns the error that all ranks agree on: this one, or that of a lower rank that failed as well
   */
  fail(error: unknown): Promise<unknown>;
}

/** One process on its own. */
export const alone: Team = {
  rank: 0,
  size: 1,
  gather: async (bytes) => [bytes],
  exchange: async (pieces) => pieces,
  end: async () => {},
  fail: async (error) => error,
};
