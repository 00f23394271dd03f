import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { finish } from '../../../src/core/finish.ts';
import { fingerprint } from '../../../src/data/fingerprint.ts';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { trainingDataOf } from '../../../src/evaluate/training-data.ts';
import { type AlignDataOptions, alignData } from '../../../src/jobs/data/align-data.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { readImage } from '../../../src/platform/node/images/read-image.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const portrait = 'assets/portraits/astronaut.png';
const recipe = { name: 'eyes-44-35', eyeDistance: 0.44, eyeLine: 0.35 };
const align = (options: AlignDataOptions) => finish(alignData({ threads: 1, side: 64, ...options }));

/** Two happy photos, a neutral one, a picture without a face, and a file that is none. */
async function photos(t: TestContext): Promise<string> {
  const root = await temporaryFolder(t);
  for (const folder of ['train/happy', 'train/neutral', 'test/happy'])
    await mkdir(join(root, folder), { recursive: true });
  const at = (name: string) => join(root, ...name.split('/'));
  await sharp(portrait).resize(300).toFile(at('train/happy/a.png'));
  await sharp(portrait).resize(300).rotate(20, { background: '#888' }).jpeg().toFile(at('train/neutral/turned.jpg'));
  await sharp(portrait).resize(300).flop().jpeg().toFile(at('test/happy/a.jpg'));
  const green = { width: 320, height: 240, channels: 3, background: '#44aa66' } as const;
  await sharp({ create: green }).jpeg().toFile(at('test/happy/meadow.jpg'));
  await writeFile(at('test/happy/note.jpg'), 'no picture');
  return root;
}

/** The portrait, shrunk, at the left, and the mirrored one at the right. */
async function pair(path: string): Promise<void> {
  const half = sharp(portrait).resize(300);
  const images = [await half.clone().png().toBuffer(), await half.clone().flop().png().toBuffer()];
  await sharp({ create: { width: 620, height: 300, channels: 3, background: '#ffffff' } })
    .composite(images.map((input, index) => ({ input, left: 320 * index, top: 0 })))
    .png()
    .toFile(path);
}

test('aligned faces open as a data set with the labels and splits of the photos, and say how they were cut out', async (t) => {
  const [data, out] = [await photos(t), join(await temporaryFolder(t), 'aligned')];
  const { statuses, faces, spec } = await align({ data: `folder:${data}`, out });
  assert.deepEqual([statuses, faces], [{ ok: 3, 'no-face': 1, unreadable: 1, 'too-small': 0 }, 3]);
  assert.equal(spec, `csv:${join(out, 'labels.csv')}?valid=0`);
  const dataset = await openDataset(spec, nodeDataHost);
  assert.deepEqual(dataset.samples.map(({ split, label }) => [split, dataset.classes[label]]).sort(), [
    ['test', 'happiness'],
    ['train', 'happiness'],
    ['train', 'neutral'],
  ]);
  assert.deepEqual(dataset.alignment, recipe);
  assert.deepEqual(trainingDataOf(dataset).alignment, recipe);
  const { alignment: _, ...published } = dataset;
  assert.notEqual(fingerprint(dataset), fingerprint(published));
  assert.ok(dataset.notes.some((text) => text.includes('aligned by eyes-44-35')));
  assert.deepEqual((await openDataset(`folder:${out}?valid=0`, nodeDataHost)).alignment, recipe);
  const { width, height } = await dataset.samples[0]!.read();
  assert.deepEqual([width, height], [64, 64]);
  const lines = (await readFile(join(out, 'statuses.csv'), 'utf8')).trimEnd().split('\r\n');
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(',').slice(0, 4).join(' ')),
    [
      'test/happy/a.jpg test happiness ok',
      'test/happy/meadow.jpg test happiness no-face',
      'test/happy/note.jpg test happiness unreadable',
      'train/happy/a.png train happiness ok',
      'train/neutral/turned.jpg train neutral ok',
    ],
  );
  assert.ok((await readdir(out)).includes('contact-sheet.png'));
});

test('a stopped alignment continues and ends with the same files', async (t) => {
  const data = `folder:${await photos(t)}`;
  const [whole, stopped] = [join(await temporaryFolder(t), 'a'), join(await temporaryFolder(t), 'b')];
  await align({ data, out: whole });
  const job = alignData({ data, out: stopped, side: 64, threads: 1 });
  for await (const event of job) if (event.kind === 'progress' && event.done === 2) break;
  assert.ok((await readdir(stopped)).includes('statuses.csv.partial'));
  await align({ data, out: stopped });
  assert.deepEqual(await contents(stopped), await contents(whole));
});

test('boxes of the set choose the face, and all of them are cut out on request', async (t) => {
  const root = await temporaryFolder(t);
  await pair(join(root, 'pair.png'));
  await writeFile(
    join(root, 'labels.csv'),
    'path,label,split,left,top,right,bottom\npair.png,happy,train,90,30,170,110\npair.png,sad,test,430,30,530,110\n',
  );
  const out = join(root, 'labelled');
  const { faces } = await align({ data: `csv:${root}/labels.csv?valid=0`, out });
  assert.equal(faces, 2);
  const crops = (await readdir(out, { recursive: true })).filter((name) => /^(train|test).*png$/.test(name)).sort();
  const [right, left] = await Promise.all(crops.map((name) => readImage(join(out, name))));
  // One is the mirror image of the other, up to the places of the eyes.
  const mirrored = await sharp(right!.data, { raw: { width: 64, height: 64, channels: 3 } })
    .flop()
    .raw()
    .toBuffer();
  const apart = (other: Uint8Array) =>
    left!.data.reduce((sum, value, at) => sum + Math.abs(value - other[at]!), 0) / 12288;
  assert.ok(apart(mirrored) < 12, `${apart(mirrored)}`);
  assert.ok(apart(right!.data) > 1.5 * apart(mirrored));
  const all = await align({ data: `csv:${root}/labels.csv?valid=0`, out: join(root, 'all'), faces: 'all' });
  assert.equal(all.faces, 4);
});

test('refuses crops, folders with other files, and other options in the same folder', async (t) => {
  const root = await photos(t);
  await refuses(align({ data: 'synthetic:?count=64&size=48', out: join(root, 'x') }), 'data', /crops of faces already/);
  await refuses(align({ data: `folder:${root}`, out: join(root, 'train') }), 'run', /it has other files/);
  await refuses(align({ data: `folder:${root}`, out: join(root, 'x'), side: 7 }), 'usage', /from 32 to 1024/);
  const out = join(await temporaryFolder(t), 'aligned');
  await rm(join(root, 'train', 'neutral'), { recursive: true });
  await align({ data: `folder:${root}`, out });
  await refuses(align({ data: `folder:${root}`, out, side: 96 }), 'run', /with other options/);
});

async function contents(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  const read = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length), (await readFile(path)).toString('base64')]),
  );
  return Object.fromEntries(read.sort(([a], [b]) => (a! < b! ? -1 : 1)));
}
