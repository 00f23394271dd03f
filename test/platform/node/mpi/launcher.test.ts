// What the environment says of the launcher, as it was seen with each of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launcherOf } from '../../../../src/platform/node/mpi/launcher.ts';

const cases: readonly [string, Record<string, string>, ReturnType<typeof launcherOf>][] = [
  ['a process on its own', { HOME: '/root' }, undefined],
  [
    'mpirun of Open MPI',
    { OMPI_COMM_WORLD_SIZE: '4', OMPI_COMM_WORLD_RANK: '2', PMIX_RANK: '2' },
    { name: 'mpirun', family: 'Open MPI', size: 4, rank: 2 },
  ],
  ['mpiexec of MPICH', { PMI_SIZE: '3', PMI_RANK: '0' }, { name: 'mpiexec', family: 'MPICH', size: 3, rank: 0 }],
  [
    'srun --mpi=pmi2',
    { SLURM_STEP_NUM_TASKS: '4', SLURM_PROCID: '1', PMI_SIZE: '4', PMI_RANK: '1' },
    { name: 'srun', family: 'MPICH', size: 4, rank: 1 },
  ],
  [
    'srun --mpi=pmix',
    { SLURM_STEP_NUM_TASKS: '4', SLURM_PROCID: '3', PMIX_RANK: '3' },
    { name: 'srun', family: 'Open MPI', size: 4, rank: 3 },
  ],
  [
    'srun --mpi=none',
    { SLURM_STEP_NUM_TASKS: '4', SLURM_PROCID: '0' },
    { name: 'srun', family: 'MPICH', size: 4, rank: 0 },
  ],
  [
    'mpirun inside a Slurm job',
    { SLURM_STEP_NUM_TASKS: '2', SLURM_PROCID: '0', OMPI_COMM_WORLD_SIZE: '8', OMPI_COMM_WORLD_RANK: '5' },
    { name: 'mpirun', family: 'Open MPI', size: 8, rank: 5 },
  ],
  ['a launcher of one process', { OMPI_COMM_WORLD_SIZE: '1', OMPI_COMM_WORLD_RANK: '0' }, undefined],
  ['a batch script of Slurm, outside srun', { SLURM_NTASKS: '4', SLURM_PROCID: '0', SLURM_JOB_ID: '7' }, undefined],
  ['ranks that are to work alone', { PMI_SIZE: '4', PMI_RANK: '0', MPAFER_MPI: 'none' }, undefined],
  ['a variable that is no number', { PMI_SIZE: 'many', PMI_RANK: '0' }, undefined],
];

for (const [name, environment, expected] of cases) {
  test(name, () => assert.deepEqual(launcherOf(environment), expected));
}
