// The worker's side of an engine: one request after the other, each answered once.
import { type DType, type NumericArray, numericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { Arrays, Session } from './engine.ts';
import type { ProviderSettings } from './provider.ts';
import type { Reply, Request, SentModel } from './remote.ts';

/**
 * Answers requests with the sessions that `open` makes, one at a time: replies keep their order, and the runtime never
 * does two things at once.
 *
 * @param reply sends a reply and transfers its buffers
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

/** Failures are thrown; printing them too would garble a progress line or fill a page's console. */
const quiet = { logSeverityLevel: 4 } as const;

/** Options that every runtime opens a session with. */
export const sessionOptions = (model: SentModel, { provider, fallback }: ProviderSettings) =>
  ({
    // Memory planning reserves space for every activation: a third more peak memory, and no faster.
    enableMemPattern: false,
    executionMode: 'sequential',
    ...quiet,
    graphOptimizationLevel: optimizationOf(model),
    // The runtime adds its CPU provider after those named here.
    executionProviders: provider === 'cpu' ? [] : [provider],
    extra: { session: provider !== 'cpu' && !fallback ? { disable_cpu_ep_fallback: '1' } : {} },
  }) as const;

/**
 * A program without inputs is constant, and the optimiser would compute it while opening the model, node by node on one thread, and keep
 * every value. The extended level adds fused kernels that exist for float32 only.
 */
function optimizationOf({ inputs, outputs }: SentModel): 'disabled' | 'basic' | 'all' {
  if (inputs.length === 0) return 'disabled';
  return outputs.some(({ type }) => type === 'float64') ? 'basic' : 'all';
}

/** What the runtimes' tensors have in common; their element types have the same names. */
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
