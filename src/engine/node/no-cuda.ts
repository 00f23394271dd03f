// Why CUDA cannot be used, and the one thing to do about it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { packageFolder } from './package-files.ts';

/** The provider's library, which the runtime's own installation fetches on Linux and x64 alone. */
const library = 'libonnxruntime_providers_cuda.so';

/** Why this machine cannot have CUDA, before the runtime is asked, which prints its failure; undefined where it may have it. */
export function missingCuda(): MpaferError | undefined {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64') {
    return refused(
      `onnxruntime-node has a CUDA provider for linux x64 only, this is ${platform} ${arch}`,
      'Use the provider webgpu, which runs on any GPU',
    );
  }
  if (!isInstalled()) {
    return refused(
      'the CUDA provider of onnxruntime-node is not installed',
      'Install it: `ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node`; or use webgpu, which needs nothing',
    );
  }
  return undefined;
}

/** @param reason what the runtime said */
export const unloadedCuda = (reason: string): MpaferError =>
  refused(
    `the CUDA provider of onnxruntime-node does not load: ${reason.split('\n')[0]}`,
    'Make the driver of NVIDIA, CUDA 12 and cuDNN 9 available to this process (LD_LIBRARY_PATH), or use webgpu',
  );

const refused = (found: string, hint: string): MpaferError =>
  new MpaferError('host', `Cannot run on CUDA: ${found}`, { hint });

function isInstalled(): boolean {
  try {
    const entry = createRequire(join(packageFolder(), 'package.json')).resolve('onnxruntime-node');
    return existsSync(join(dirname(entry), '../bin/napi-v6/linux/x64', library));
  } catch {
    return false;
  }
}
