import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type TestContext, test } from 'node:test';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { projectFolder } from '../../../src/platform/node/files/project-folder.ts';
import type { FaceRecord } from '../../../src/project/face-record.ts';
import { writeFaces } from '../../../src/project/faces-table.ts';
import { newProject, type Project, writeProject } from '../../../src/project/project-file.ts';
import { copyProject, projectInZip, projectZipPieces } from '../../../src/project/project-zip.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

const face = (index: number, own: Partial<FaceRecord> = {}): FaceRecord => ({
  path: `faces/${String(index).padStart(3, '0')}.png`,
  label: index % 2 === 0 ? 'happy' : 'wink',
  votes: {},
  ...own,
});

const base: Project = {
  ...newProject('Mine', [{ name: 'wink', description: 'one eye closed' }, { name: 'happy' }]),
  people: ['p0', 'p1', 'p2', 'p3', 'p4'].map((id) => ({ id, name: '', attributes: {} })),
};

/** A project in a folder, with a picture for each face. */
async function made(context: TestContext, faces: readonly FaceRecord[], project: Project = base): Promise<string> {
  const grey = await greyPng(100);
  return tempFolder(context, {
    'project.json': writeProject(project),
    'faces.csv': writeFaces(faces, project),
    ...Object.fromEntries(faces.map(({ path }) => [path, grey])),
  });
}

const open = (spec: string) => openDataset(spec, nodeDataHost);

test('classes are resolved by name, and their descriptions come along', async (context) => {
  const root = await made(
    context,
    Array.from({ length: 10 }, (_, index) => face(index)),
  );
  const dataset = await open(`project:${root}`);
  assert.deepEqual(dataset.classes, ['happiness', 'wink']);
  assert.deepEqual(dataset.descriptions, { wink: 'one eye closed' });
  assert.equal(dataset.spec, 'project:');
  assert.deepEqual([dataset.samples[0]!.id, dataset.samples[0]!.label], ['faces/000.png', 0]);
  assert.equal((await dataset.samples[0]!.read()).width, 48);
  assert.equal((await open(`project:${root}/project.json`)).samples.length, 10);
});

test('no person and no burst is on two sides, whatever the seed', async (context) => {
  const faces = Array.from({ length: 60 }, (_, index) =>
    face(index, {
      ...(index < 30 && { person: `p${index % 5}` }),
      burst: index < 30 ? `of p${index % 5}, ${index % 3}` : `burst ${Math.floor(index / 6)}`,
    }),
  );
  const root = await made(context, faces);
  for (let seed = 1; seed <= 20; seed++) {
    const { samples } = await open(`project:${root}?seed=${seed}&valid=0.2&test=0.3`);
    for (const key of ['person', 'burst'] as const) {
      const sides = new Map<string, string>();
      samples.forEach(({ split }, index) => {
        const value = faces[index]![key];
        if (value === undefined) return;
        assert.equal(sides.get(value) ?? split, split, `${key} ${value} at seed ${seed}`);
        sides.set(value, split);
      });
    }
    assert.equal(new Set(samples.map(({ split }) => split)).size, 3);
  }
});

test('faces that cannot be used are left out and counted', async (context) => {
  const project: Project = {
    ...base,
    coders: ['a', 'b'],
    people: base.people.map((person, index) =>
      index === 0
        ? { ...person, consent: { state: 'refused', date: '2026-11-30', purpose: '' } }
        : index === 1
          ? { ...person, consent: { state: 'given', date: '2026-11-30', purpose: '' } }
          : person,
    ),
  };
  const faces = [
    ...Array.from({ length: 6 }, (_, index) => face(index, { person: 'p1' })),
    face(6, { label: undefined }),
    face(7, { label: undefined, votes: { a: 'wink', b: 'happy' } }),
    face(8, { label: 'not-a-face' }),
    face(9, { person: 'p0' }),
    face(10),
  ];
  const root = await made(context, faces, project);
  const dataset = await open(`project:${root}`);
  assert.equal(dataset.samples.length, 7);
  assert.deepEqual(dataset.notes.slice(0, 4), [
    'skipped 1 face without a label',
    'skipped 1 face on which coders are tied',
    'skipped 1 face marked as not-a-face',
    'skipped 1 face whose consent was refused',
  ]);
  const agreed = await open(`project:${root}?consent=given`);
  assert.equal(agreed.samples.length, 6);
  assert.match(agreed.notes.join('\n'), /skipped 4 faces without consent/);
});

test('votes of several coders come along as they were cast', async (context) => {
  const project = { ...base, coders: ['a', 'b'] };
  const faces = [
    face(0, { votes: { a: 'happy', b: 'wink' } }),
    face(1, { votes: { a: 'wink' } }),
    ...Array.from({ length: 6 }, (_, index) => face(index + 2)),
  ];
  const { samples } = await open(`project:${await made(context, faces, project)}`);
  assert.deepEqual(
    samples.slice(0, 3).map(({ votes }) => votes),
    [
      [1, 1],
      [0, 1],
      [1, 0],
    ],
  );
});

test('a zip is the same data set as its folder, and unpacks to the same files', async (context) => {
  const faces = Array.from({ length: 12 }, (_, index) => face(index, { burst: `b${index % 4}` }));
  const root = await made(context, faces);
  const zip = join(root, '..', `${root.split('/').at(-1)}.zip`);
  context.after(() => import('node:fs/promises').then(({ rm }) => rm(zip, { force: true })));
  await pipeline(Readable.from(projectZipPieces(projectFolder(root), zip)), createWriteStream(zip));
  const [packed, plain] = [await open(`project:${zip}`), await open(`project:${root}`)];
  const shown = ({ samples }: typeof plain) =>
    samples.map(({ id, split, label, group }) => ({ id, split, label, group }));
  assert.deepEqual(shown(packed), shown(plain));
  assert.deepEqual((await packed.samples[3]!.read()).data, (await plain.samples[3]!.read()).data);

  const copy = projectFolder(join(root, 'copy'));
  const inside = await projectInZip(await nodeDataHost.parts!(zip), zip);
  let done = 0;
  for await (const count of copyProject(inside, copy)) done = count;
  assert.equal(done, 14);
  assert.deepEqual([...(await copy.read('faces/004.png'))], [...(await inside.read('faces/004.png'))]);
  await copy.remove('faces');
  assert.deepEqual((await copy.files()).map(({ path }) => path).sort(), ['faces.csv', 'project.json']);
});

test('missing pictures are refused or left out, as with every list', async (context) => {
  const faces = Array.from({ length: 10 }, (_, index) => face(index));
  const root = await made(context, faces);
  await projectFolder(root).remove('faces/003.png');
  await refuses(
    open(`project:${root}`),
    'data',
    /names 10 images and 1 of them is missing, the first is "faces\/003.png"/,
  );
  assert.equal((await open(`project:${root}?missing=drop`)).samples.length, 9);
});

test('what is no project is refused by name', async (context) => {
  const root = await tempFolder(context, {
    'a.zip': 'no zip at all',
    'other/readme.txt': 'x',
    'empty/project.json': writeProject(base),
  });
  await refuses(open(`project:${root}/a.zip`), 'data', /a\.zip": it is no zip/);
  await refuses(open(`project:${root}/none.zip`), 'data', /there is no such file/);
  await refuses(open(`project:${root}/other`), 'data', /as a project: it holds no project\.json/);
  await refuses(open(`project:${root}/nowhere`), 'data', /there is no such folder/);
  await refuses(open(`project:${root}/empty`), 'data', /faces\.csv": there is no such file/);
  const twice = { ...newProject('Twice', [{ name: 'happy' }, { name: 'joy' }]) };
  await refuses(open(`project:${await made(context, [], twice)}`), 'data', /"happy" and "joy" are the same class/);
  await refuses(open(`project:${await made(context, [])}`), 'data', /its faces\.csv has no faces/);
  await refuses(
    open(`project:${await made(context, [face(0, { label: undefined })])}`),
    'data',
    /none of its 1 face can be used/,
  );
  await refuses(open(`project:${root}/other?consent=maybe`), 'usage', /consent=maybe: expected one of any, given/);
});
