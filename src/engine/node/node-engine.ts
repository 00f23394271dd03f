// The engine in Node: ONNX Runtime in a worker thread.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { NumericArray } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { Reply, Request } from './messages.ts';

/**
 * An engine on this machine's processors.
 *
 * @param options.threads threads of one step, all processors unless told; results are the same for any number
 * @example
 * ```ts
 * import { add, float32, input, nodeEngine, scalar } from 'mpafer';
 * const engine = nodeEngine();
 * const program = await engine.compile({ y: add(input('x', [2]), scalar(1)) });
 * const { y } = await program.run({ x: float32([1, 2], [2]) });
 * console.log([...y.data]); // [ 2, 3 ]
 * await engine.close();
 * ```
 */
export function nodeEngine(options: { readonly threads?: number } = {}): Engine {
  const threads = options.threads ?? availableParallelism();
  // Source runs as TypeScript in a clone and as JavaScript in the package.
  const worker = new Worker(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url));
  // The thread alone must not keep a finished process alive.
  worker.unref();
  const waiting: { resolve: (arrays: Record<string, NumericArray>) => void; reject: (error: Error) => void }[] = [];
  let ended: Error | undefined;
  let sessions = 0;

  worker.on('message', (reply: Reply) => {
    const { resolve, reject } = waiting.shift()!;
    if (waiting.length === 0) worker.unref();
    if ('failure' in reply) reject(hostError(reply));
    else resolve(reply.arrays);
  });
  const end = (error: Error) => {
    ended = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on('error', (error: Error) =>
    end(new MpaferError('host', `The engine's thread failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => end(new MpaferError('host', 'Cannot run: the engine was closed')));

  const ask = (request: Request): Promise<Record<string, NumericArray>> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      waiting.push({ resolve, reject });
      worker.ref();
      worker.postMessage(request);
    });

  return createEngine({
    async open(model) {
      const id = sessions++;
      await ask({ kind: 'open', id, model, threads });
      return {
        run: (feeds) => ask({ kind: 'run', id, feeds }),
        async release() {
          await ask({ kind: 'release', id });
        },
      };
    },
    async close() {
      await worker.terminate();
    },
  });
}

function hostError({ failure, missing }: Extract<Reply, { failure: string }>): MpaferError {
  if (missing) {
    return new MpaferError('host', `Cannot load ONNX Runtime for Node on this platform: ${failure}`, {
      hint: 'Reinstall with ONNXRUNTIME_NODE_INSTALL=skip, or use the engine for browsers, which runs anywhere',
    });
  }
  return new MpaferError('host', `ONNX Runtime refused: ${failure}`);
}
