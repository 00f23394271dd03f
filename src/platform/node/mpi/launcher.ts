// Which launcher started this process, as the environment tells: before any MPI library is loaded.

/** A launcher that started this process as one of several. */
export interface Launcher {
  /** What messages call it. */
  readonly name: string;
  /** Whose library it goes with. */
  readonly family: 'Open MPI' | 'MPICH';
  readonly size: number;
  /** Of this process, as the launcher counts. */
  readonly rank: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of each launcher, the innermost first: `mpirun` may itself run under Slurm. */
const signs: readonly {
  readonly name: string;
  readonly family: Launcher['family'];
  readonly size: string;
  readonly rank: string;
  /** A variable that must be there too. */
  readonly beside?: string;
}[] = [
  { name: 'mpirun', family: 'Open MPI', size: 'OMPI_COMM_WORLD_SIZE', rank: 'OMPI_COMM_WORLD_RANK' },
  { name: 'srun', family: 'MPICH', size: 'PMI_SIZE', rank: 'PMI_RANK', beside: 'SLURM_STEP_NUM_TASKS' },
  { name: 'mpiexec', family: 'MPICH', size: 'PMI_SIZE', rank: 'PMI_RANK' },
  { name: 'srun', family: 'Open MPI', size: 'SLURM_STEP_NUM_TASKS', rank: 'SLURM_PROCID', beside: 'PMIX_RANK' },
  { name: 'srun', family: 'MPICH', size: 'SLURM_STEP_NUM_TASKS', rank: 'SLURM_PROCID' },
];

/** Undefined where this process was started alone, or `MPAFER_MPI=none` says that it works alone. */
export function launcherOf(environment: Environment): Launcher | undefined {
  if (environment.MPAFER_MPI === 'none') return undefined;
  const sign = signs.find(
    ({ size, rank, beside }) =>
      isCount(environment[size]) && isCount(environment[rank]) && (beside === undefined || beside in environment),
  );
  if (sign === undefined) return undefined;
  const { name, family } = sign;
  const size = Number(environment[sign.size]);
  return size > 1 ? { name, family, size, rank: Number(environment[sign.rank]) } : undefined;
}

const isCount = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text);
