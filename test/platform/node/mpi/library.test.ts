// Which library is tried, and which interface it is taken for.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { LibraryHandle } from 'koffi';
import type { MpaferError } from '../../../../src/core/errors.ts';
import type { Launcher } from '../../../../src/platform/node/mpi/launcher.ts';
import { flavourOf, libraryNames, loadLibrary } from '../../../../src/platform/node/mpi/library.ts';

suite('names to try', () => {
  test('begin with those of the launcher', () => {
    assert.equal(libraryNames({ family: 'Open MPI' }, undefined, 'linux')[0], 'libmpi.so.40');
    const others = libraryNames({ family: 'MPICH' }, undefined, 'linux');
    assert.deepEqual(others, ['libmpi_abi.so.0', 'libmpi.so.12', 'libmpich.so.12', 'libmpi.so.40', 'libmpi.so']);
  });
  test('are the one that the user names', () => {
    assert.deepEqual(libraryNames({ family: 'MPICH' }, '/opt/mpi/libmpi.so'), ['/opt/mpi/libmpi.so']);
    assert.notEqual(libraryNames({ family: 'MPICH' }, '').length, 1);
  });
  test('end as files do on macOS', () => {
    assert.equal(libraryNames({ family: 'Open MPI' }, undefined, 'darwin')[0], 'libmpi.40.dylib');
  });
});

/** A library with these symbols. */
function library(symbols: readonly string[], abi = -1): LibraryHandle {
  return {
    symbol(name: string) {
      if (!symbols.includes(name)) throw new Error(`Cannot find symbol ${name}`);
      return `address of ${name}`;
    },
    func: () => (major: Buffer) => {
      major.writeInt32LE(abi);
      return 0;
    },
  } as unknown as LibraryHandle;
}

suite('the interface', () => {
  test('is that of Open MPI by its symbols', () => {
    const lib = library(['ompi_mpi_comm_world', 'ompi_mpi_byte', 'MPI_Init', 'MPI_Abi_get_version'], 1);
    const { name, handle, world } = flavourOf(lib, 'it');
    assert.deepEqual([name, handle, world], ['Open MPI', 'void *', 'address of ompi_mpi_comm_world']);
  });
  test('is the standard one where the library says so', () => {
    const { name, handle, world } = flavourOf(library(['MPI_Init', 'MPI_Abi_get_version'], 1), 'it');
    assert.deepEqual([name, handle, world], ['MPI standard ABI', 'intptr_t', 0x101]);
  });
  test('is that of MPICH where the library knows the standard one and does not have it', () => {
    const { name, handle, world } = flavourOf(library(['MPI_Init', 'MPI_Abi_get_version'], -1), 'it');
    assert.deepEqual([name, handle, world], ['MPICH', 'int', 0x44000000]);
  });
  test('is refused of a library that is none of MPI', () => {
    assert.throws(() => flavourOf(library([]), 'libc.so.6'), {
      code: 'team',
      message: /"libc\.so\.6": it is no MPI library/,
    });
  });
});

test('a library that is missing, or none of MPI, is a named error', async () => {
  const launcher: Launcher = { name: 'mpirun', family: 'Open MPI', size: 4, rank: 0 };
  await assert.rejects(loadLibrary(launcher, '/nowhere/libmpi.so'), (error: MpaferError) => {
    assert.equal(error.code, 'team');
    assert.match(error.message, /^Cannot work as 4 ranks, which mpirun started: there is no MPI library \(\/nowhere/);
    return true;
  });
  if (process.platform === 'linux') await assert.rejects(loadLibrary(launcher, 'libm.so.6'), /it is no MPI library/);
});
