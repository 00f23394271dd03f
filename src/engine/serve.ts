// The worker's side of an engine: one request after the other, each answered once.
import { type DType, type NumericArray, numericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { Arrays, Session } from './engine.ts';
import type { ProviderSettings } from './provider.ts';
import type { Reply, Request, SentModel } from './remote.ts';

/**
 * Answers requests with the sessions that `open` makes. Requests wait for each other: replies keep their order, and a
 * runtime is never asked for two things at once.
 *
 * @param reply sends a reply, and hands over the buffers that it holds
 */
export function serve<Settings>(
  open: (model: SentModel, settings: Settings) => Promise<Session>,
  reply: (reply: Reply, buffers: ArrayBuffer[]) => void,
): (request: Request<Settings>) => void {
  const sessions = new Map<number, Session>();

  const answer = async (request: Request<Settings>): Promise<Arrays> => {
    if (request.kind === 'open') {
      sessions.set(request.id, await open(request.model, request.settings));
      return {};
    }
    const session = sessions.get(request.id)!;
    if (request.kind === 'run') return session.run(request.feeds);
    sessions.delete(request.id);
    await session.release();
    return {};
  };

  let last: Promise<void> = Promise.resolve();
  return (request) => {
    last = last
      .then(() => answer(request))
      .then((arrays) => reply({ arrays }, buffersOf(arrays)))
      .catch((error: unknown) => reply({ failure: describeFailure(error) }, []));
  };
}

/** Failures are thrown; printed as well they would break into a progress line, or fill a page's console. */
const quiet = { logSeverityLevel: 4 } as const;

/** What every runtime is told about a session. */
export const sessionOptions = (model: SentModel, { provider, fallback }: ProviderSettings) =>
  ({
    // Planned memory keeps every activation's place reserved: a third more at its peak, for no speed.
    enableMemPattern: false,
    executionMode: 'sequential',
    ...quiet,
    graphOptimizationLevel: optimizationOf(model),
    // Behind the providers that are named here the runtime has its own for processors.
    executionProviders: provider === 'webgpu' ? [provider] : [],
    extra: { session: provider === 'webgpu' && !fallback ? { disable_cpu_ep_fallback: '1' } : {} },
  }) as const;

/**
 * Without inputs all is constant, and the optimizer would compute it while it opens the model: node by node on one thread, and keep every
 * value. The extended level puts in fused kernels that exist for float32 alone.
 */
function optimizationOf({ inputs, outputs }: SentModel): 'disabled' | 'basic' | 'all' {
  if (inputs.length === 0) return 'disabled';
  return outputs.some(({ type }) => type === 'float64') ? 'basic' : 'all';
}

/** What the runtimes' tensors have in common; they name element types as we do. */
export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

export interface RuntimeSession<T extends RuntimeTensor> {
  run(feeds: Record<string, T>, options: { readonly logSeverityLevel: 4 }): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

/** A runtime's session as a session of an engine. */
export const sessionOf = <T extends RuntimeTensor>(
  session: RuntimeSession<T>,
  wrap: (array: NumericArray) => T,
): Session => ({
  async run(feeds) {
    const wrapped = Object.entries(feeds).map(([name, array]) => [name, wrap(array)] as const);
    const results = Object.entries(await session.run(Object.fromEntries(wrapped), quiet));
    return Object.fromEntries(results.map(([name, tensor]) => [name, asArray(tensor)]));
  },
  release: () => session.release(),
});

const asArray = ({ type, dims, data }: RuntimeTensor): NumericArray => numericArray(type as DType, [...dims], data);

const buffersOf = (arrays: Arrays): ArrayBuffer[] => [
  ...new Set(Object.values(arrays).map(({ data }) => data.buffer as ArrayBuffer)),
];

function describeFailure(error: unknown): Extract<Reply, { failure: unknown }>['failure'] {
  if (error instanceof MpaferError) return { code: error.code, message: error.message, hint: error.hint };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'host', message: `ONNX Runtime refused: ${message}`, hint: undefined };
}
