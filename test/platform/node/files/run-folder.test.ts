import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { defaultConfiguration } from '../../../../src/configuration/configuration.ts';
import { float32 } from '../../../../src/core/array.ts';
import { machineMark, ownIdentity } from '../../../../src/platform/node/files/process-identity.ts';
import { cutMetrics, exists, openRunFolder, readState } from '../../../../src/platform/node/files/run-folder.ts';
import { writeCheckpoint } from '../../../../src/recognise/checkpoint.ts';
import { runFiles } from '../../../../src/train/run-files.ts';
import { refuses } from '../../../data/refuses.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A state that says of itself which one it is. */
const state = (epoch: number): Uint8Array =>
  writeCheckpoint({
    classes: ['joy'],
    configuration: defaultConfiguration,
    clip: { name: 'clip', digest: '' },
    scale: 1,
    epoch,
    context: float32([1, 2], [1, 1, 2]),
    text: float32([1, 2], [1, 2]),
    temperature: 1,
  });

const same = (found: Uint8Array | undefined, wanted: Uint8Array): void => {
  assert.ok(found !== undefined && Buffer.compare(found, wanted) === 0);
};

suite('a run folder', () => {
  test('is made with the folders above it, and holds no lock once closed', async (t) => {
    const path = join(await temporaryFolder(t), 'runs', 'first');
    const folder = await openRunFolder(path, false);
    const [lock, ...rest] = (await readdir(path)).sort();
    assert.match(lock!, new RegExp(`^\\.lock\\.${process.pid}-`));
    assert.deepEqual(rest, ['checkpoints']);
    await folder.close();
    assert.deepEqual(await readdir(path), ['checkpoints']);
  });

  test('writes files whole', async (t) => {
    const folder = await openRunFolder(await temporaryFolder(t), false);
    await folder.write(runFiles.best, state(1));
    await folder.write(runFiles.card, '# A card\n');
    same(await readFile(join(folder.path, runFiles.best)), state(1));
    assert.equal(await readFile(join(folder.path, runFiles.card), 'utf8'), '# A card\n');
    await folder.close();
  });

  test('with a run is opened only to resume it', async (t) => {
    const path = await temporaryFolder(t);
    await writeFile(join(path, runFiles.configuration), '{}');
    const error = await refuses(
      openRunFolder(path, false),
      'run',
      /^Cannot train into "[^"]+": it already contains a run$/,
    );
    assert.match(error.hint!, /^Resume the run, or choose another folder/);
    assert.ok((await readdir(path)).every((name) => !name.startsWith('.lock')));
    await (await openRunFolder(path, true)).close();
  });

  test('removes leftovers of killed writes, but not files of writers on other machines', async (t) => {
    const path = await temporaryFolder(t);
    await mkdir(join(path, 'checkpoints'));
    const unfinished = (name: string, machine = machineMark(ownIdentity())) =>
      `.${name}.${machine}-${2 ** 30}-1-0123abcd.tmp`;
    const left = [unfinished('report.html'), `checkpoints/${unfinished('state.safetensors')}`];
    const theirs = unfinished('report.html', '00000000');
    const kept = ['notes.tmp', '.hidden', 'checkpoints/.mine.tmp', theirs, `checkpoints/${theirs}`];
    for (const name of [...left, ...kept]) await writeFile(join(path, name), '');
    await (await openRunFolder(path, true)).close();
    for (const name of left) assert.ok(!(await exists(join(path, name))), name);
    for (const name of kept) assert.ok(await exists(join(path, name)), name);
  });

  test('cannot be made where a file is', async (t) => {
    const path = join(await temporaryFolder(t), 'file');
    await writeFile(path, 'mine');
    await refuses(openRunFolder(path, false), 'disk', /^Cannot write "[^"]+file": /);
    await refuses(
      openRunFolder(join(path, 'below'), false),
      'disk',
      /^Cannot write "[^"]+below": its folder is a file$/,
    );
  });
});

suite('the state of training', () => {
  test('is the last one written, and the previous one is kept', async (t) => {
    const folder = await openRunFolder(await temporaryFolder(t), false);
    for (const epoch of [1, 2, 3]) await folder.writeState(state(epoch));
    same(await readState(folder.path), state(3));
    same(await readFile(join(folder.path, runFiles.previousState)), state(2));
    await folder.close();
  });

  test('is undefined if none was written', async (t) => {
    assert.equal(await readState(await temporaryFolder(t)), undefined);
  });

  test('is silently the previous one until a new one is complete', async (t) => {
    const path = await temporaryFolder(t);
    await mkdir(join(path, 'checkpoints'));
    await writeFile(join(path, runFiles.previousState), state(1));
    const said: string[] = [];
    same(await readState(path, (line) => said.push(line)), state(1));
    assert.deepEqual(said, []);
  });

  test('is the previous one if the last is truncated, with a report', async (t) => {
    const folder = await openRunFolder(await temporaryFolder(t), false);
    for (const epoch of [1, 2]) await folder.writeState(state(epoch));
    await truncate(join(folder.path, runFiles.state), 50);
    const said: string[] = [];
    same(await readState(folder.path, (line) => said.push(line)), state(1));
    assert.match(
      said.join('\n'),
      /^Cannot [^\n]+state\.safetensors"[^\n]*; resuming from "[^"]+state\.previous\.safetensors", the previous state$/,
    );
    await folder.close();
  });

  test('that is truncated never replaces a good one', async (t) => {
    const folder = await openRunFolder(await temporaryFolder(t), false);
    for (const epoch of [1, 2]) await folder.writeState(state(epoch));
    await truncate(join(folder.path, runFiles.state), 50);
    await folder.writeState(state(3));
    same(await readFile(join(folder.path, runFiles.previousState)), state(1));
    same(await readState(folder.path), state(3));
    await folder.close();
  });

  test('is an error when there are states and none can be read', async (t) => {
    const path = await temporaryFolder(t);
    await mkdir(join(path, 'checkpoints'));
    await writeFile(join(path, runFiles.state), state(1).subarray(0, 100));
    const cut = await refuses(readState(path), 'safetensors', /state\.safetensors"/);
    assert.match(cut.hint!, /^The run cannot be resumed; train into another folder$/);
    await writeFile(join(path, runFiles.previousState), 'nothing');
    await refuses(readState(path), 'safetensors', /state\.safetensors"/);
    const folderInstead = await temporaryFolder(t);
    await mkdir(join(folderInstead, runFiles.state), { recursive: true });
    await refuses(readState(folderInstead), 'checkpoint', /^Cannot read checkpoint "[^"]+state\.safetensors": /);
  });

  test('is refused when what is to be written is no state, and the old one stays', async (t) => {
    const folder = await openRunFolder(await temporaryFolder(t), false);
    await folder.writeState(state(1));
    await assert.rejects(folder.writeState(Uint8Array.of(1, 2, 3)), { code: 'safetensors' });
    same(await readState(folder.path), state(1));
    await folder.close();
  });
});

suite('metrics', () => {
  const lines = async (path: string) => (await readFile(join(path, runFiles.metrics), 'utf8')).split('\n');

  test('grow line by line', async (t) => {
    const folder = await openRunFolder(await temporaryFolder(t), false);
    await folder.appendMetrics({ kind: 'step', step: 1, loss: 0.5 });
    await folder.appendMetrics({ kind: 'step', step: 2, loss: 0.25 });
    assert.deepEqual(await lines(folder.path), [
      '{"kind":"step","step":1,"loss":0.5}',
      '{"kind":"step","step":2,"loss":0.25}',
      '',
    ]);
    await folder.close();
  });

  test('are truncated to the lines to keep; a partial line is removed', async (t) => {
    const path = await temporaryFolder(t);
    await writeFile(join(path, runFiles.metrics), '{"step":1}\n{"step":2}\n{"step":3}\n{"st');
    await cutMetrics(path, ({ step }) => (step as number) <= 2);
    assert.deepEqual(await lines(path), ['{"step":1}', '{"step":2}', '']);
  });

  test('are an empty file where there were none', async (t) => {
    const path = await temporaryFolder(t);
    await cutMetrics(path, () => true);
    assert.deepEqual(await lines(path), ['']);
  });

  test('that the full disk does not take fail by name', async (t) => {
    const folder = await openRunFolder(await temporaryFolder(t), false);
    await symlink('/dev/full', join(folder.path, runFiles.metrics));
    const error = await refuses(
      folder.appendMetrics({ step: 1 }),
      'disk',
      /^Cannot write "[^"]+metrics\.jsonl": the disk is full$/,
    );
    assert.match(error.hint!, /training can be resumed/);
    await folder.close();
  });
});
