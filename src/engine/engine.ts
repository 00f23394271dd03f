// The contract of every engine: compile a graph once, run it many times. Hosts supply the runtime; checks are shared.
import type { NumericArray } from '../core/array.ts';
import { sizeOf } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { showShape } from '../core/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { NamedType } from '../onnx/messages.ts';
import { type OnnxModel, type Provider, writeOnnx } from '../onnx/model.ts';
import { isReady, type ReadyModel, readyModel } from './ready-model.ts';

/** Arrays by name: what a program takes and gives. */
export type Arrays = Readonly<Record<string, NumericArray>>;

/** Runs graphs. Obtain one from `nodeEngine()` or `browserEngine()`. */
export interface Engine {
  /** CPU threads per step, where the engine knows. */
  readonly threads?: number | undefined;
  /** Prepares the graph behind `outputs`; weights are read from their files. */
  compile<Name extends string>(outputs: Readonly<Record<Name, Tensor>>): Promise<Program<Name>>;
  /** Prepares a model written by `writeOnnx`. */
  load(model: OnnxModel): Promise<Program<string>>;
  /** Releases all programs and the runtime. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A compiled graph. */
export interface Program<Name extends string> {
  /** The model that runs. Once compiled, its bytes may be empty: the runtime has taken them. */
  readonly model: OnnxModel;
  /**
   * Computes all outputs without blocking the caller's event loop.
   *
   * @param feeds one array for each input, with the declared type and shape (the batch may have any length of 1 or more)
   * @param signal refuses to start when aborted; a step under way completes
   * @throws MpaferError `graph` when a feed is missing, unknown or does not fit; `aborted`; `host` when the runtime fails, the program was released or the engine closed
   */
  run(feeds: Arrays, signal?: AbortSignal): Promise<Readonly<Record<Name, NumericArray>>>;
  /** Releases the program; calling it again does nothing. */
  release(): Promise<void>;
}

/** What a runtime provides to become an engine. */
export interface Host {
  /** What graphs are written for (default: the CPU). */
  readonly provider?: Provider;
  readonly threads?: number | undefined;
  /** How graphs are written: with stored float16 weights as they are (the default), or widened for a GPU without float16. */
  halves?(): Promise<'kept' | 'widened'>;
  /** @param handOver whether the model's bytes may be transferred instead of copied: a quantised model holds all its weights */
  open(model: ReadyModel, handOver?: boolean): Promise<Session>;
  close(): Promise<void>;
}

export interface Session {
  run(feeds: Arrays): Promise<Arrays>;
  release(): Promise<void>;
}

/** An engine on a host. */
export function createEngine(host: Host): Engine {
  let closed = false;
  const requireOpen = () => {
    if (closed) throw new MpaferError('host', 'Cannot run: the engine was closed');
  };
  const load = async (model: OnnxModel, handOver = false): Promise<Program<string>> => {
    requireOpen();
    const session = await host.open(isReady(model) ? model : await readyModel(model), handOver);
    let released = false;
    return {
      model,
      async run(feeds, signal) {
        if (signal?.aborted) throw new MpaferError('aborted', 'Stopped before the next step', { cause: signal.reason });
        requireOpen();
        if (released) throw new MpaferError('host', 'Cannot run: the program was released');
        checkFeeds(model.inputs, feeds);
        return session.run(feeds);
      },
      async release() {
        if (released || closed) return;
        released = true;
        await session.release();
      },
    };
  };
  const close = async () => {
    if (closed) return;
    closed = true;
    await host.close();
  };
  return {
    threads: host.threads,
    compile: async (outputs) => load(writeOnnx(outputs, {}, host.provider, await host.halves?.()), true),
    load: (model) => load(model),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkFeeds(inputs: readonly NamedType[], feeds: Arrays): void {
  // Lengths of the named axes in this run.
  const lengths = new Map<string, number>();
  for (const { name, type, shape } of inputs) {
    const feed = feeds[name];
    const needed = `${type} ${showShape(shape)}`;
    if (feed === undefined) {
      throw new MpaferError('graph', `Cannot run: input "${name}" is missing; expected ${needed}`);
    }
    const fits =
      feed.type === type &&
      feed.shape.length === shape.length &&
      feed.shape.every((length, axis) => {
        const declared = shape[axis]!;
        if (typeof declared === 'number') return length === declared;
        if (length < 1) return false;
        if (!lengths.has(declared)) lengths.set(declared, length);
        return length === lengths.get(declared);
      });
    if (!fits || feed.data.length !== sizeOf(feed.shape)) {
      const known = shape.filter((axis) => typeof axis === 'string' && lengths.has(axis));
      const where = known.map((axis) => `${axis} is ${lengths.get(String(axis))}`).join(', ');
      throw new MpaferError(
        'graph',
        `Cannot run: input "${name}" is ${feed.type} ${showShape(feed.shape)} with ${feed.data.length} elements; expected ${needed}${where && ` where ${where}`}`,
      );
    }
  }
  const unknown = Object.keys(feeds).find((name) => !inputs.some((known) => known.name === name));
  if (unknown !== undefined) {
    const known = inputs.map(({ name }) => name).join(', ') || 'none';
    throw new MpaferError('graph', `Cannot run: there is no input "${unknown}"; inputs are ${known}`);
  }
}
