// Whether the ranks of this process's team have agreed that their job is over.

let settled = false;

/** Said by the team. */
export const settle = (): void => {
  settled = true;
};

/** Whether all ranks know how the job has ended, so that one of them has said so for all. */
export const everyRankKnows = (): boolean => settled;
