// The ten calls of MPI that a team needs, by foreign function interface. Exchanges are begun and then asked for, so that the event loop
// never waits and no thread of the library's own is needed.
import type { Flavour, Library } from './library.ts';

/** An exchange under way. */
export interface Pending {
  /** Whether it has ended; its buffers may then be used again. */
  test(): boolean;
}

export interface MpiCalls {
  /** In the library's words, one line. */
  version(): string;
  init(): void;
  rank(): number;
  size(): number;
  /** @param length bytes of a rank @param received holds `length` bytes for each rank */
  allgather(sent: Buffer, received: Buffer, length: number): Pending;
  /** @param length bytes for a rank */
  alltoall(sent: Buffer, received: Buffer, length: number): Pending;
  /** Ends all ranks. */
  abort(code: number): void;
  finalize(): void;
}

/** Memory that never moves: small typed arrays may be moved by the garbage collector. */
export const fixedBuffer = (length: number): Buffer => Buffer.from(new ArrayBuffer(length));

/** Longer than MPI_MAX_LIBRARY_VERSION_STRING of any library. */
const versionLength = 16384;

export function mpiCalls({ lib, flavour: { handle, world, byte } }: Pick<Library, 'lib' | 'flavour'>): MpiCalls {
  const call = (name: string, types: readonly (string | Flavour['handle'])[]) => {
    const target = lib.func(name, 'int', [...types]);
    return (...values: unknown[]): void => {
      const code = target(...values) as number;
      // By default an error ends the process inside the library; this is for libraries that return.
      if (code !== 0) throw new Error(`${name} failed with code ${code}`);
    };
  };
  const init = call('MPI_Init', ['void *', 'void *']);
  const rank = call('MPI_Comm_rank', [handle, 'void *']);
  const size = call('MPI_Comm_size', [handle, 'void *']);
  const exchange = ['void *', 'int', handle, 'void *', 'int', handle, handle, 'void *'];
  const allgather = call('MPI_Iallgather', exchange);
  const alltoall = call('MPI_Ialltoall', exchange);
  const test = call('MPI_Test', ['void *', 'void *', 'void *']);
  const abort = call('MPI_Abort', [handle, 'int']);
  const finalize = call('MPI_Finalize', []);
  const version = call('MPI_Get_library_version', ['void *', 'void *']);
  const number = (read: (into: Buffer) => void): number => {
    const into = fixedBuffer(8);
    read(into);
    return into.readInt32LE();
  };
  const begin = (start: typeof allgather, sent: Buffer, received: Buffer, length: number): Pending => {
    const request = fixedBuffer(8);
    const flag = fixedBuffer(8);
    const status = fixedBuffer(64);
    start(sent, length, byte, received, length, byte, world, request);
    return {
      test() {
        test(request, flag, status);
        return flag.readInt32LE() !== 0;
      },
    };
  };
  return {
    version() {
      const text = fixedBuffer(versionLength);
      const length = number((into) => version(text, into));
      return text.toString('utf8', 0, length).split(/[\n,]/)[0]!.replaceAll('\0', '').replace(/\s+/g, ' ').trim();
    },
    init: () => init(null, null),
    rank: () => number((into) => rank(world, into)),
    size: () => number((into) => size(world, into)),
    allgather: (sent, received, length) => begin(allgather, sent, received, length),
    alltoall: (sent, received, length) => begin(alltoall, sent, received, length),
    abort: (code) => abort(world, code),
    finalize: () => finalize(),
  };
}
