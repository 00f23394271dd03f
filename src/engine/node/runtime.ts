// Which ONNX Runtime an engine in Node uses: the native build, or the WebAssembly build where the native one cannot be loaded.
import type * as ort from 'onnxruntime-web';
import { MpaferError } from '../../core/errors.ts';
import type { NodeRuntime } from './node-engine.ts';

export interface LoadedRuntime {
  readonly name: NodeRuntime;
  readonly ort: typeof ort;
  /** Why the native build was not loaded, if it was wanted, and what to do about it. */
  readonly reason?: string;
  readonly advice?: string;
}

/**
 * Loads ONNX Runtime into this thread.
 *
 * @param wanted the build to use; without it the native one, and WebAssembly where that fails
 * @throws MpaferError `host` if the wanted build, or either of them, cannot be loaded
 */
export async function loadRuntime(wanted: NodeRuntime | undefined): Promise<LoadedRuntime> {
  if (wanted === 'wasm') return { name: 'wasm', ort: await loadWasm() };
  try {
    return { name: 'native', ort: await import('onnxruntime-node') };
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0]!;
    if (wanted === undefined) return { name: 'wasm', ort: await loadWasm(), reason, advice: adviceFor(error) };
    throw new MpaferError('host', `Cannot load the native ONNX Runtime on this platform: ${reason}`, {
      hint: 'Leave out the option runtime to run on WebAssembly',
    });
  }
}

function adviceFor(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_DLOPEN_DISABLED') return 'Start Node with --allow-addons to use it';
  return /Cannot find (package|module) 'onnxruntime-node'/.test(message)
    ? 'To install it, set ONNXRUNTIME_NODE_INSTALL=skip and install the packages again'
    : 'It needs Linux with glibc (not Alpine), Windows, or macOS on Apple silicon';
}

async function loadWasm(): Promise<typeof ort> {
  try {
    return await import('onnxruntime-web');
  } catch (error) {
    throw new MpaferError('host', `Cannot load ONNX Runtime's WebAssembly build: ${(error as Error).message}`, {
      hint: 'Install the package onnxruntime-web, on which mpafer depends',
    });
  }
}
