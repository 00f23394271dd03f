// `--device` and `--threads`: where a command computes, and on how many cores.
import { Option } from 'commander';
import { nodeProviders } from '../../engine/node/node-engine.ts';
import type { ComputeOptions } from '../../jobs/job-engine.ts';
import { wholeNumber } from './number-options.ts';

export const threadsOption = (): Option => new Option('--threads <n>', 'threads per step (default: all cores)');

export const deviceOption = (): Option =>
  new Option(
    '--device <name>',
    'where to compute: any GPU (webgpu), a GPU of NVIDIA (cuda), or whatever is fastest (auto) (default: "cpu")',
  ).choices(nodeProviders);

export interface ComputeFlags {
  readonly threads?: string | undefined;
  readonly device?: ComputeOptions['device'];
}

/** @throws MpaferError `usage` */
export const givenCompute = ({ threads, device }: ComputeFlags) => ({
  threads: threads === undefined ? undefined : wholeNumber('--threads', threads, 1, 1024),
  device,
});
