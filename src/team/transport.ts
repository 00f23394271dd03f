// What carries bytes between the processes of one job: MPI on a cluster, memory in tests.

/** Collective calls of equally many bytes. Every rank makes the same calls in the same order; one is under way at a time. */
export interface Transport {
  /** Of this process, from 0. */
  readonly rank: number;
  readonly size: number;
  /** @returns the blocks of all ranks, one after the other; every rank gives equally many bytes */
  allgather(block: Uint8Array): Promise<Uint8Array>;
  /** @param blocks one for each rank, equally long @returns the blocks that were for this rank, in the order of ranks */
  alltoall(blocks: Uint8Array): Promise<Uint8Array>;
  /** Called once when all ranks know that the job has ended, well or not, and may leave in peace. */
  settled(): void;
}
