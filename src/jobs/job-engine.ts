// The engine of a job: where it computes, said once where that is not the CPU.
import { availableParallelism } from 'node:os';
import type { Precision } from '../configuration/precision.ts';
import type { Engine } from '../engine/engine.ts';
import { bestProvider } from '../engine/node/best-provider.ts';
import { missingCuda } from '../engine/node/no-cuda.ts';
import { type NodeEngineOptions, type NodeProvider, nodeEngine } from '../engine/node/node-engine.ts';
import { featureFolder } from '../platform/node/files/feature-folder.ts';
import type { FeatureStore } from '../recognise/feature-store.ts';
import { type NoteEvent, note } from './job-event.ts';

/** Where a job computes. */
export interface ComputeOptions {
  /** CPU threads per step; all cores by default. */
  readonly threads?: number | undefined;
  /** The CPU by default; `auto` is the soonest of this machine's devices. */
  readonly device?: NodeProvider | undefined;
}

/** What results say of their device: nothing of the CPU. */
export const deviceCondition = ({ device = 'cpu' }: ComputeOptions): { readonly device?: NodeProvider } =>
  device === 'cpu' ? {} : { device };

/** What the last digits of results depend on: the same in all shards. */
export const computeConditions = ({ threads = availableParallelism(), device = 'cpu' }: ComputeOptions) => ({
  threads,
  device,
});

/** Kept features of frozen images; none on other devices, whose last digits differ. */
export const featuresOn = ({ device = 'cpu' }: ComputeOptions): FeatureStore | undefined =>
  device === 'cpu' ? featureFolder() : undefined;

interface JobEngineOptions extends ComputeOptions {
  readonly precision?: Precision | undefined;
  /** What threads do while they wait, as for `nodeEngine`. */
  readonly waiting?: NodeEngineOptions['waiting'];
}

/** @throws MpaferError `host` for a device that is unknown; one that is not there is found when the first program is compiled */
export async function* jobEngine(options: JobEngineOptions): AsyncGenerator<NoteEvent, Engine> {
  const { threads, waiting } = options;
  const provider = yield* chosenDevice(options);
  return nodeEngine({ provider, ...(threads !== undefined && { threads }), ...(waiting && { waiting }) });
}

type Device = Exclude<NodeProvider, 'auto'>;

/**
 * The device itself, which a note names unless it is the CPU, as usual.
 *
 * @throws MpaferError `host` for CUDA where this machine cannot have it
 */
export async function* chosenDevice(
  options: ComputeOptions & Pick<JobEngineOptions, 'precision'>,
): AsyncGenerator<NoteEvent, Device> {
  const { device = 'cpu' } = options;
  const provider = device === 'auto' ? await bestProvider(nodeEngine) : device;
  const missing = provider === 'cuda' ? missingCuda() : undefined;
  if (missing !== undefined) throw missing;
  if (device !== 'cpu') yield note(deviceText(provider, options.precision));
  return provider;
}

const names: Readonly<Record<Device, string>> = {
  cpu: 'the CPU, the fastest device of this machine',
  webgpu: 'a GPU by WebGPU',
  cuda: 'a GPU by CUDA',
};

function deviceText(provider: Device, precision: Precision | undefined): string {
  const place = `Computing on ${names[provider]}`;
  if (provider === 'cpu') return place;
  return precision === 'int8'
    ? `${place} in int8: its products have no GPU kernel and run on the CPU`
    : `${place}; operators without a GPU kernel run on the CPU`;
}
