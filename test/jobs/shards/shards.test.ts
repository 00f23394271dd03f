// Shards of each job, made in this process and merged: the files of one process, to the byte, or a refusal that names what is wrong.
import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { finish } from '../../../src/core/finish.ts';
import { alignData } from '../../../src/jobs/data/align-data.ts';
import { evaluateRun } from '../../../src/jobs/evaluate/evaluate-run.ts';
import { evaluateShard } from '../../../src/jobs/evaluate/evaluate-shard.ts';
import { predictImages } from '../../../src/jobs/predict/predict-images.ts';
import { mergeShards } from '../../../src/jobs/shards/merge-shards.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';
import { contentOf } from '../../support/folder-content.ts';

const portrait = fileURLToPath(new URL('../../../assets/portraits/astronaut-face.png', import.meta.url));

async function* many(count: number) {
  for (let at = 0; at < count; at++) yield at % 9 === 4 ? `none-${at}.png` : portrait;
}

const predict = (out: string, index: number, { count = 3, pictures = 100, threads = 1 } = {}) =>
  finish(
    predictImages({ run: 'fer2013', faces: 'crop', images: many(pictures), out, threads, shard: { index, count } }),
    () => {},
  );

const place = async (t: TestContext, name: string) => join(await temporaryFolder(t), name);

const merge = (out: string) => finish(mergeShards({ out }));

test('predictions in all three formats', async (t) => {
  for (const extension of ['jsonl', 'csv', 'parquet']) {
    const [parts, whole] = [await place(t, `parts.${extension}`), await place(t, `whole.${extension}`)];
    for (const index of [3, 1, 2]) await predict(parts, index);
    const merged = await merge(parts);
    assert.deepEqual(merged, { job: 'predict', shards: 3, result: { done: 100, failed: 11, faces: 89 } });
    const images = many(100);
    await finish(predictImages({ run: 'fer2013', faces: 'crop', images, out: whole, threads: 1 }), () => {});
    assert.deepEqual(await readFile(parts), await readFile(whole));
  }
});

test('a shard without any picture is a shard, and one that is there is not made again', async (t) => {
  const out = await place(t, 'few.jsonl');
  const made = await predict(out, 1, { count: 2, pictures: 3 });
  assert.deepEqual(made, { done: 3, failed: 0, faces: 3, shard: `${out}.shard-1-of-2` });
  await predict(out, 2, { count: 2, pictures: 3 });
  const again = await predict(out, 1, { count: 2, pictures: 3 });
  assert.equal(again.done, 0);
  assert.equal((await merge(out)).shards, 2);
  await refuses(
    predict(out, 1, { count: 2, pictures: 4 }),
    'run',
    /^Cannot use the shard "[^"]+": its pictures is 3; given 4$/,
  );
  await refuses(
    predict(out, 1, { count: 2, pictures: 3, threads: 2 }),
    'run',
    /^Cannot make shard 1 of 2: "[^"]+" is there and its conditions\.threads is 1; given 2$/,
  );
});

test('gaps, copies, shards that are cut off and shards of other conditions or pictures are refused by name', async (t) => {
  const out = await place(t, 'parts.csv');
  const part = (index: number, count = 3) => `${out}.shard-${index}-of-${count}`;
  await refuses(merge(out), 'run', /has no shards; expected "parts\.csv\.shard-1-of-N" beside it$/);
  await predict(out, 1);
  await refuses(merge(out), 'run', /^Cannot merge "[^"]+": shards 2, 3 of 3 are missing$/);
  await predict(out, 2);
  await predict(out, 3, { threads: 2 });
  await refuses(merge(out), 'run', /threads is 1 in parts\.csv\.shard-1-of-3 and 2 in parts\.csv\.shard-3-of-3$/);
  await rm(part(3));
  await predict(out, 3, { pictures: 101 });
  await refuses(merge(out), 'run', /pictures is 100 in parts\.csv\.shard-1-of-3 and 101 in/);
  await copyFile(part(2), part(3));
  await refuses(merge(out), 'run', /"[^"]+shard-3-of-3" has the content of shard 2 of 3$/);
  await rm(part(3));
  await predict(out, 3);
  const { length } = await readFile(part(3));
  await truncate(part(3), length - 30);
  await refuses(
    merge(out),
    'run',
    /^Cannot read the shard "[^"]+": shard 3 of 3 is not whole: it breaks off after \d+ rows$/,
  );
  await writeFile(part(3), 'not a shard');
  await refuses(merge(out), 'run', /^Cannot read the shard "[^"]+": /);
  await rm(part(3));
  await copyFile(part(2), part(2, 4));
  await refuses(merge(out), 'run', /^Cannot merge "[^"]+": it has shards of 3 and of 4$/);
});

test('an evaluation with what is chosen on its validation split', async (t) => {
  const asked = {
    run: 'fer2013',
    data: 'synthetic:?count=330&size=48&seed=5',
    split: 'test',
    calibrate: true,
  } as const;
  const options = { ...asked, conformal: { alpha: 0.1, scores: ['lac'], promises: ['all'] }, threads: 1 } as const;
  const [parts, whole] = [await place(t, 'parts'), await place(t, 'whole')];
  for (const index of [1, 2]) await finish(evaluateShard({ ...options, out: parts, shard: { index, count: 2 } }));
  const merged = await merge(parts);
  const judged = await finish(evaluateRun({ ...options, out: whole }));
  assert.equal(merged.job, 'evaluate');
  assert.deepEqual(merged.job === 'evaluate' && merged.result.evaluation, judged.evaluation);
  assert.deepEqual(await contentOf(parts), await contentOf(whole));
});

test('an aligned data set', async (t) => {
  const folder = await temporaryFolder(t);
  const photo = fileURLToPath(new URL('../../../assets/portraits/astronaut.jpg', import.meta.url));
  for (const name of ['happy/a.jpg', 'happy/b.jpg', 'sad/c.jpg']) {
    await mkdir(join(folder, 'photos', name, '..'), { recursive: true });
    await copyFile(photo, join(folder, 'photos', name));
  }
  const asked = { data: `folder:${join(folder, 'photos')}`, side: 64, threads: 1 };
  const [parts, whole] = [join(folder, 'parts'), join(folder, 'whole')];
  for (const index of [1, 2]) await finish(alignData({ ...asked, out: parts, shard: { index, count: 2 } }));
  const merged = await merge(parts);
  await finish(alignData({ ...asked, out: whole }));
  assert.deepEqual(await contentOf(parts), await contentOf(whole));
  const result = merged.job === 'align' ? merged.result : undefined;
  assert.deepEqual([result?.faces, result?.statuses.ok], [3, 3]);
});
