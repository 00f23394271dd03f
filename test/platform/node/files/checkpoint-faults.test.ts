// The disk fails at every step of writing a checkpoint, in turn: a state that can be gone on from is always left, and the message is the disk's.
import assert from 'node:assert/strict';
import { promises as files } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { defaultConfiguration } from '../../../../src/configuration/configuration.ts';
import { float32 } from '../../../../src/core/array.ts';
import { machineMark, ownIdentity } from '../../../../src/platform/node/files/process-identity.ts';
import { openRunFolder, readState } from '../../../../src/platform/node/files/run-folder.ts';
import { isTemporary } from '../../../../src/platform/node/files/temporary-name.ts';
import { readCheckpoint, writeCheckpoint } from '../../../../src/recognise/checkpoint.ts';
import { runFiles } from '../../../../src/train/run-files.ts';
import { refuses } from '../../../data/refuses.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { full, type Handle, openingFiles, replaceFiles } from './failing-files.ts';

const state = (epoch: number): Uint8Array =>
  writeCheckpoint({
    classes: ['joy'],
    configuration: defaultConfiguration,
    clip: { name: 'clip', digest: '' },
    scale: 1,
    epoch,
    context: float32(new Float32Array(500).fill(epoch), [1, 1, 500]),
    text: float32([1, 2], [1, 2]),
    temperature: 1,
  });

const epochOf = (bytes: Uint8Array | undefined): number => readCheckpoint(bytes!, 'state').epoch;

const isTemporaryPath = (path: string): boolean => path.endsWith('.tmp');

/** The disk is full behind so many bytes. */
const fullBehind = (bytes: number) =>
  openingFiles(isTemporaryPath, (handle) => {
    handle.writeFile = (async (content: Uint8Array) => {
      await handle.write(content.subarray(0, bytes));
      throw full();
    }) as Handle['writeFile'];
  });

const failing = (name: 'sync', which = isTemporaryPath) =>
  openingFiles(which, (handle) => {
    handle[name] = async () => {
      throw full('EIO');
    };
  });

const renamingFails = (target: string, code: string): typeof files.rename => {
  const { rename } = files;
  return async (from, to) => {
    if (String(to).endsWith(target)) throw full(code);
    await rename(from, to);
  };
};

const length = state(3).length;

/** What fails, and which epoch may be gone on from then. */
const faults: readonly {
  readonly what: string;
  readonly methods: () => Partial<typeof files>;
  readonly left: number;
}[] = [
  ...[0, 1, 8, 500, Math.floor(length / 2), length - 1, length].map((bytes) => ({
    what: `the disk is full behind byte ${bytes}`,
    methods: () => ({ open: fullBehind(bytes) }),
    left: 2,
  })),
  {
    what: 'no file can be made',
    methods: () => ({
      open: (async (...args: Parameters<typeof files.open>) => {
        if (String(args[0]).endsWith('.tmp')) throw full('EROFS');
        return original(...args);
      }) as typeof files.open,
    }),
    left: 2,
  },
  { what: 'flushing the file fails', methods: () => ({ open: failing('sync') }), left: 2 },
  {
    what: 'renaming over the state fails',
    methods: () => ({ rename: renamingFails('/state.safetensors', 'EACCES') }),
    left: 2,
  },
  {
    what: 'setting the previous state aside fails',
    methods: () => ({ rename: renamingFails('state.previous.safetensors', 'EROFS') }),
    left: 2,
  },
  {
    what: 'flushing the metrics fails',
    methods: () => ({ open: failing('sync', (path) => path.endsWith('metrics.jsonl')) }),
    left: 2,
  },
  // The new state is whole and in place then; that it is on the disk is what nobody knows.
  {
    what: 'flushing the folder fails',
    methods: () => ({ open: failing('sync', (path) => path.endsWith('checkpoints')) }),
    left: 3,
  },
];

const original = files.open;

suite('a checkpoint that the disk does not take', () => {
  for (const { what, methods, left } of faults) {
    test(what, async (t) => {
      const path = await temporaryFolder(t);
      const folder = await openRunFolder(path, false);
      for (const epoch of [1, 2]) await folder.writeState(state(epoch));
      const restore = replaceFiles(t, methods());
      await refuses(folder.writeState(state(3)), 'disk', /^Cannot write "[^"]+": [^\n]+$/);
      restore();
      assert.equal(epochOf(await readState(path)), left);
      assert.deepEqual((await files.readdir(join(path, 'checkpoints'))).filter(isTemporary), []);
      // With space again it goes on as ever, and the state before stays beside the new one.
      await folder.writeState(state(4));
      assert.equal(epochOf(await readState(path)), 4);
      assert.ok(epochOf(await files.readFile(join(path, runFiles.previousState))) < 4);
      await folder.close();
    });
  }

  test('repeated failures never lose the last good state', async (t) => {
    const path = await temporaryFolder(t);
    const folder = await openRunFolder(path, false);
    await folder.writeState(state(1));
    const restore = replaceFiles(t, { open: fullBehind(100) });
    for (const epoch of [2, 3, 4]) await refuses(folder.writeState(state(epoch)), 'disk', /the disk is full$/);
    restore();
    assert.equal(epochOf(await readState(path)), 1);
    await folder.close();
  });
});

test('a folder whose leftovers cannot be removed is refused by name, and not held', async (t) => {
  const path = await temporaryFolder(t);
  await (await openRunFolder(path, false)).close();
  await files.writeFile(join(path, `.report.html.${machineMark(ownIdentity())}-${2 ** 30}-1-0123abcd.tmp`), '');
  const { rm } = files;
  const restore = replaceFiles(t, {
    rm: async (name, options) => {
      if (String(name).endsWith('.tmp')) throw full('EROFS');
      await rm(name, options);
    },
  });
  await refuses(openRunFolder(path, false), 'disk', /the disk is read-only$/);
  restore();
  assert.ok((await files.readdir(path)).every((name) => !name.startsWith('.lock')));
});
