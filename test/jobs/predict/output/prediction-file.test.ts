import assert from 'node:assert/strict';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openParquet, readParquet } from '../../../../src/data/readers/own/parquet-table.ts';
import { keptPath } from '../../../../src/jobs/kept-rows.ts';
import { openPredictionFile } from '../../../../src/jobs/predict/output/prediction-file.ts';
import type { Prediction } from '../../../../src/jobs/predict/prediction.ts';
import { nodeDataHost } from '../../../../src/platform/node/files/data-host.ts';
import { refuses } from '../../../data/refuses.ts';
import { temporaryFolder } from '../../../platform/node/temporary-folder.ts';

const classes = ['neutral', 'happiness'];
const face = (x: number, unsure: boolean) => ({
  expression: 'happiness',
  probabilities: { neutral: 0.25, happiness: 0.75 },
  confidence: 0.75,
  unsure,
  status: 'ok' as const,
  box: { x, y: 2, width: 30.5, height: 40 },
  ...(x > 50 && { score: 0.875, roll: 1.5, eyes: { left: { x: 4, y: 5 }, right: { x: 14, y: 6 } } }),
});
const rows: readonly Prediction[] = [
  { file: 'two.jpg', status: 'ok', mode: 'crop', faces: [face(1, false), face(90, true)] },
  {
    file: '=none, "really".jpg',
    status: 'unreadable',
    mode: 'crop',
    faces: [],
    code: 'image',
    reason: 'Cannot read it',
  },
  { file: 'one.jpg', status: 'ok', mode: 'crop', faces: [face(5, false)] },
];
const head = { run: 'fer2013' };

/** Writes the rows, of which those that a stopped job kept are skipped; returns how many were kept. */
async function write(path: string, given: readonly Prediction[], stopAfter = given.length, own: object = head) {
  const file = await openPredictionFile(path);
  try {
    let kept = 0;
    await file.resume({ ...own }, async ([row]) => {
      if (given[kept]?.file !== row!.file) return false;
      kept++;
      return true;
    });
    for (const row of given.slice(kept, stopAfter)) await file.append(row);
    if (stopAfter === given.length) await file.finish(classes);
    return kept;
  } finally {
    await file.close();
  }
}

const place = async (t: TestContext, name: string) => join(await temporaryFolder(t), name);

test('JSON lines hold a row for each input', async (t) => {
  const path = await place(t, 'rows.jsonl');
  await write(path, rows);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    rows,
  );
  assert.deepEqual(await readdir(join(path, '..')), ['rows.jsonl']);
});

test('CSV holds a row for each face, and one for an input without any', async (t) => {
  const path = await place(t, 'rows.csv');
  await write(path, rows);
  assert.equal(
    await readFile(path, 'utf8'),
    [
      'file,status,mode,face,x,y,width,height,roll,left_eye_x,left_eye_y,right_eye_x,right_eye_y,score,face_status,expression,confidence,unsure,p_neutral,p_happiness,code,reason',
      'two.jpg,ok,crop,1,1,2,30.5,40,,,,,,,ok,happiness,0.75,false,0.25,0.75,,',
      'two.jpg,ok,crop,2,90,2,30.5,40,1.5,4,5,14,6,0.875,ok,happiness,0.75,true,0.25,0.75,,',
      `"'=none, ""really"".jpg",unreadable,crop,,,,,,,,,,,,,,,,,,image,Cannot read it`,
      'one.jpg,ok,crop,1,5,2,30.5,40,,,,,,,ok,happiness,0.75,false,0.25,0.75,,',
      '',
    ].join('\r\n'),
  );
});

test('Parquet holds the rows of the CSV, typed', async (t) => {
  const path = await place(t, 'rows.parquet');
  await write(path, rows);
  const source = await openParquet(nodeDataHost, '', path);
  const names = ['status', 'face', 'x', 'unsure', 'p_neutral'];
  const { rows: found } = await readParquet(nodeDataHost, source, 'file', names);
  assert.equal(source.columns.length, 22);
  assert.deepEqual(
    found.map(({ path: file, cells }) => [file, ...cells]),
    [
      ['two.jpg', 'ok', 1, 1, false, 0.25],
      ['two.jpg', 'ok', 2, 90, true, 0.25],
      ['=none, "really".jpg', 'unreadable', undefined, undefined, undefined, undefined],
      ['one.jpg', 'ok', 1, 5, false, 0.25],
    ],
  );
});

test('a stopped job continues where it was, and ends with the same bytes', async (t) => {
  for (const name of ['rows.jsonl', 'rows.csv', 'rows.parquet']) {
    const [whole, resumed] = [await place(t, name), await place(t, name)];
    await write(whole, rows);
    assert.equal(await write(resumed, rows, 2), 0);
    assert.ok(!(await readdir(join(resumed, '..'))).includes(name));
    // Killed while it wrote a line.
    await appendFile(keptPath(resumed), '{"file":"one.j');
    assert.equal(await write(resumed, rows), 2);
    assert.deepEqual(await readFile(resumed), await readFile(whole));
    assert.deepEqual(await readdir(join(resumed, '..')), [name]);
  }
});

test('what another model left is not continued, nor rows of inputs that are no longer there', async (t) => {
  const path = await place(t, 'rows.jsonl');
  await write(path, rows, 2);
  assert.equal(await write(path, rows, 2, { run: 'ferplus' }), 0);
  assert.equal(await write(path, [rows[0]!, rows[2]!], 2, { run: 'ferplus' }), 1);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).file),
    ['two.jpg', 'one.jpg'],
  );
});

test('refuses other formats, and a file that is being written', async (t) => {
  await refuses(openPredictionFile('rows.xlsx'), 'usage', /ends in "\.xlsx"; expected \.jsonl, \.csv or \.parquet/);
  await refuses(openPredictionFile('rows'), 'usage', /ends in no extension/);
  const path = await place(t, 'rows.csv');
  const first = await openPredictionFile(path);
  await refuses(openPredictionFile(path), 'run', /another process is writing them/);
  await first.close();
  await (await openPredictionFile(path)).close();
  await refuses(openPredictionFile(join(path, 'below', 'rows.csv')), 'disk', /its folder does not exist/);
});
