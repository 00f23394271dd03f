import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { mpafer } from '../support/command-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'explain-'));
after(() => rm(folder, { recursive: true }));
const portrait = fileURLToPath(new URL('../../assets/portraits/astronaut-face.png', import.meta.url));
const notes = join(folder, 'notes.txt');
await writeFile(notes, 'Dear diary');
const explain = (...args: string[]) => mpafer(['explain', '--faces', 'crop', ...args]);
// A run whose score has a local part: the packs that ship compare whole faces.
const local = join(folder, 'local');
const trained = await mpafer([
  'train',
  '--data',
  'synthetic:?count=64&size=48',
  '--out',
  local,
  '--quiet',
  'epochs=1',
  'visualPrompts=1',
  'topPatches=5',
  'localWeight=0.25',
]);
assert.equal(trained.code, 0, trained.stderr);
const photo = fileURLToPath(new URL('../../assets/portraits/astronaut.png', import.meta.url));

suite('mpafer explain', { concurrency: 2 }, () => {
  test('says what was recognised, where the margin comes from, and how much the map explains', async () => {
    const { code, stdout, stderr } = await explain('--run', local, '--method', 'patches', portrait);
    assert.equal(code, 0, stderr);
    const [first, margin, share, map, regions] = stdout.split('\n');
    assert.match(first!, /astronaut-face\.png {2}happiness \d+ %$/);
    assert.match(
      margin!,
      /happiness is \+0\.\d{3} ahead of \w+ \(cosine\): .* from the face as a whole, .* from the best patches$/,
    );
    assert.match(share!, /The map explains \d+ % of the margin and is not the reason for the answer/);
    assert.match(map!, /map patches: largest in row \d of 8, column \d of 8; its tests: (passed|failed|not measured)$/);
    assert.match(regions!, /For the class: .* \(regions by fixed geometry\)$/);
  });

  test('gives JSON with the map, the parts of the margin and the verdict', async () => {
    const { code, stdout } = await explain('--json', '--quiet', portrait, notes);
    assert.equal(code, 0);
    const [row, failed] = JSON.parse(stdout);
    assert.deepEqual([row.status, row.method, row.recognised, row.map.values.length], ['ok', 'gate', 'happiness', 64]);
    assert.ok(Math.abs(row.margin.total - row.margin.global - row.margin.local) < 1e-9);
    assert.ok(['passed', 'failed', 'not measured'].includes(row.verdict.verdict));
    assert.deepEqual([failed.status, failed.code], ['failed', 'image']);
  });

  test('explains any class against any other', async () => {
    const { stdout } = await explain('--json', '--class', 'fear', '--against', 'anger', portrait);
    const [row] = JSON.parse(stdout);
    assert.deepEqual([row.expression, row.against, row.recognised], ['fear', 'anger', 'happiness']);
  });

  test('writes annotated pictures, numbers and a page, which are never read as faces', async () => {
    const out = join(folder, 'why');
    const { code, stderr } = await explain('--run', local, '--method', 'patches', '--out', out, portrait);
    assert.equal(code, 0, stderr);
    assert.deepEqual((await readdir(out)).sort(), [
      '1-astronaut-face-contrast.png',
      '1-astronaut-face-contrast.svg',
      '1-astronaut-face-patches.png',
      '1-astronaut-face-patches.svg',
      'explanations.json',
      'report.html',
    ]);
    const page = await readFile(join(out, 'report.html'), 'utf8');
    assert.match(page, /is not the reason for the answer/);
    assert.match(page, /contains pictures of faces/);
    const again = await explain(out);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /skipped 1 folder with the output of earlier runs/);
  });

  test('finds faces in whole pictures, and says what of the map is in which region, by landmarks', async () => {
    const { code, stdout, stderr } = await mpafer(['explain', '--json', photo]);
    assert.equal(code, 0, stderr);
    const [row] = JSON.parse(stdout);
    assert.deepEqual([row.status, row.face, row.recognised, row.regions.by], ['ok', 1, 'happiness', 'landmarks']);
    assert.ok(row.box.width > 60 && row.box.width < 200);
    const shares = Object.values(row.regions.shares) as number[];
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    assert.ok(row.regions.shares.mouth > row.regions.shares.brows);
  });

  test('a picture without a face gets a status', async () => {
    const wall = join(folder, 'wall.png');
    await writeFile(
      wall,
      await sharp({ create: { width: 400, height: 300, channels: 3, background: '#888' } })
        .png()
        .toBuffer(),
    );
    const { code, stdout } = await mpafer(['explain', '--quiet', wall]);
    assert.equal(code, 1);
    assert.match(stdout, /wall\.png {2}no-face: Cannot explain "[^"]*wall\.png": no face was found in it/);
  });

  test('explains a data set: regions by class, the contrast of two, nearest words and training faces', async () => {
    const out = join(folder, 'drawn');
    const drawn = ['--data', 'synthetic:?count=40&size=48', '--split', 'all', '--count', '6'];
    const asked = ['--class', 'happiness', '--against', 'surprise', '--nearest', '2'];
    const training = ['--training', 'synthetic:?count=32&size=48'];
    const { code, stderr } = await mpafer(['explain', ...drawn, ...asked, ...training, '--out', out]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /is not exactly what the run was trained on/);
    assert.match(stderr, /all faces \(6\): \w+ \d+ %, /);
    const rows = JSON.parse(await readFile(join(out, 'explanations.json'), 'utf8'));
    assert.equal(rows.length, 6);
    for (const row of rows) {
      assert.deepEqual(Object.keys(row.nearestWords), ['happiness', 'surprise']);
      assert.equal(row.nearestWords.happiness.length, 10);
      const [first, second] = row.nearestFaces;
      assert.ok(first.cosine >= second.cosine && first.cosine < 1 + 1e-6 && typeof first.label === 'string');
      assert.equal(typeof row.label, 'string');
    }
    const { groups } = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8'));
    assert.deepEqual([groups[0].faces, groups[0].map.values.length], [6, 64]);
    const page = await readFile(join(out, 'report.html'), 'utf8');
    for (const id of ['together', 'faces', 'regions', 'words']) assert.match(page, new RegExp(`<section id="${id}">`));
    assert.doesNotMatch(page.replaceAll(/base64,[^"]+/g, ''), /NaN|undefined/);
  });

  test('explains a recogniser that was taught by a few faces, which has no words and no local part', async () => {
    const few = join(folder, 'few.safetensors');
    const taught = await mpafer(['teach', '--data', 'synthetic:?count=80&shots=2', '--out', few, '--quiet']);
    assert.equal(taught.code, 0, taught.stderr);
    const { code, stdout } = await explain('--run', few, '--json', '--quiet', portrait);
    assert.equal(code, 0);
    const [row] = JSON.parse(stdout);
    assert.deepEqual([row.status, row.margin.local, row.nearestWords], ['ok', 0, undefined]);
    const patches = await explain('--run', few, '--method', 'patches', portrait);
    assert.equal(patches.code, 1);
    assert.match(patches.stderr, /Cannot map patches: this run compares whole faces only/);
  });

  test('refuses options of a data set without one', async () => {
    const { code, stderr } = await explain('--count', '3', portrait);
    assert.equal(code, 2);
    assert.match(stderr, /Cannot use --split or --count without --data/);
  });

  test('names an unknown class, and what was probably meant', async () => {
    const { code, stderr } = await explain('--class', 'hapiness', portrait);
    assert.equal(code, 1);
    assert.match(stderr, /Cannot explain "hapiness": this run has no such class; expected one of neutral, /);
    assert.match(stderr, /Did you mean "happiness"\?/);
  });

  test('refuses plain CLIP, an unknown method and an image that is none', async () => {
    const plain = await explain('--run', 'zero-shot', portrait);
    assert.equal(plain.code, 1);
    assert.match(plain.stderr, /Cannot explain "zero-shot": it has no checkpoint; expected a trained run or a pack/);
    const method = await explain('--method', 'grad-cam', portrait);
    assert.equal(method.code, 2);
    const none = await explain(notes);
    assert.equal(none.code, 1);
    assert.match(none.stdout, /notes\.txt {2}failed: Cannot decode /);
  });

  test('stops at a verdict file that is none', async () => {
    const pack = fileURLToPath(new URL('../../assets/packs/fer2013.safetensors', import.meta.url));
    const copy = join(folder, 'mine.safetensors');
    await writeFile(copy, await readFile(pack));
    await writeFile(join(folder, 'mine.faithfulness.json'), '{"format":"other"}');
    const { code, stderr } = await explain('--run', copy, portrait);
    assert.equal(code, 1);
    assert.match(stderr, /Cannot read the verdict "[^"]*mine\.faithfulness\.json": format: /);
  });
});
