// Finds an MPI library and tells which of the three binary interfaces it has.
import type { LibraryHandle } from 'koffi';
import { MpaferError } from '../../../core/errors.ts';
import type { Launcher } from './launcher.ts';

/** How a library's handles look from outside. */
export interface Flavour {
  readonly name: 'Open MPI' | 'MPI standard ABI' | 'MPICH';
  /** C types of a communicator and of a data type. */
  readonly handle: 'int' | 'intptr_t' | 'void *';
  readonly world: unknown;
  readonly byte: unknown;
}

export interface Library {
  readonly file: string;
  readonly lib: LibraryHandle;
  readonly flavour: Flavour;
}

const ofFamily = {
  'Open MPI': ['libmpi.so.40'],
  MPICH: ['libmpi_abi.so.0', 'libmpi.so.12', 'libmpich.so.12'],
} as const;

/** Names to try, in order: first those that go with the launcher. */
export function libraryNames(
  { family }: Pick<Launcher, 'family'>,
  wanted: string | undefined,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  if (wanted !== undefined && wanted !== '') return [wanted];
  const other = family === 'Open MPI' ? 'MPICH' : 'Open MPI';
  const names = [...ofFamily[family], ...ofFamily[other], 'libmpi.so'];
  return platform === 'darwin' ? names.map((name) => name.replace(/\.so(\.\d+)?$/, '$1.dylib')) : names;
}

/**
 * Loads the first library that is there.
 *
 * @param wanted name or path of a library, where the user says which
 * @throws MpaferError `team` when koffi or every library is missing
 */
export async function loadLibrary(launcher: Launcher, wanted: string | undefined): Promise<Library> {
  const { default: koffi } = await import('koffi').catch((cause: unknown) => {
    throw new MpaferError('team', 'Cannot use MPI: the package koffi is missing or does not load', {
      hint: 'Run `npm install --include=optional koffi` where mpafer is installed',
      cause,
    });
  });
  const names = libraryNames(launcher, wanted);
  for (const file of names) {
    let lib: LibraryHandle;
    try {
      // Plugins of Open MPI look for its symbols among the global ones.
      lib = koffi.load(file, { global: true, lazy: true });
    } catch {
      continue;
    }
    return { file, lib, flavour: flavourOf(lib, file) };
  }
  throw new MpaferError(
    'team',
    `Cannot work as ${launcher.size} ranks, which ${launcher.name} started: there is no MPI library (${names.join(', ')})`,
    {
      hint: 'Install or load the MPI that the launcher belongs to (`module load ...`), or name its library in MPAFER_MPI',
    },
  );
}

/** @throws MpaferError `team` when it is no MPI library */
export function flavourOf(lib: LibraryHandle, file: string): Flavour {
  const symbol = (name: string): unknown => {
    try {
      return lib.symbol(name, 'void *');
    } catch {
      return undefined;
    }
  };
  const world = symbol('ompi_mpi_comm_world');
  if (world !== undefined) return { name: 'Open MPI', handle: 'void *', world, byte: symbol('ompi_mpi_byte') };
  if (symbol('MPI_Init') === undefined) {
    throw new MpaferError('team', `Cannot use "${file}": it is no MPI library`, {
      hint: 'MPAFER_MPI names the MPI library to load',
    });
  }
  // A library that has the function need not have the interface, and then answers -1.
  if (symbol('MPI_Abi_get_version') !== undefined) {
    const [major, minor] = [Buffer.from(new ArrayBuffer(4)), Buffer.from(new ArrayBuffer(4))];
    lib.func('MPI_Abi_get_version', 'int', ['void *', 'void *'])(major, minor);
    if (major.readInt32LE() >= 1) return { name: 'MPI standard ABI', handle: 'intptr_t', world: 0x101, byte: 0x247 };
  }
  return { name: 'MPICH', handle: 'int', world: 0x44000000, byte: 0x4c00010d };
}
