// Runs the packages' expression models on a split and prints one table together with mpafer's predictions. See README.md.
//   node bench/npm-peers/compare-peers.ts --data fer2013:PATH --split valid --out FOLDER [--peers human,face-api,faceplugin] [--every 5]
//     [--beside NAME=predictions.csv ...]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MpaferError } from '../../src/core/errors.ts';
import { random } from '../../src/core/random.ts';
import { ofSplit, type Sample, type Split } from '../../src/data/dataset.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { readPredictions } from '../../src/evaluate/predictions-file.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { peerCsv } from './peer-csv.ts';
import { faceApi } from './peers/face-api.ts';
import { faceplugin } from './peers/faceplugin.ts';
import { human } from './peers/human.ts';
import { scoreTable, tableText } from './score-table.ts';
import { sharedClasses, toSharedClasses } from './shared-classes.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string', default: 'valid' },
    out: { type: 'string' },
    peers: { type: 'string', default: 'human,face-api,faceplugin' },
    every: { type: 'string', default: '1' },
    beside: { type: 'string', multiple: true, default: [] },
  },
});
const known = { human, 'face-api': faceApi, faceplugin };
if (values.data === undefined || values.out === undefined)
  throw new MpaferError('usage', 'Cannot compare without --data SPEC and --out FOLDER');

const dataset = await openDataset(values.data, nodeDataHost);
const samples = ofSplit(dataset, values.split as Split).filter((_, index) => index % Number(values.every) === 0);
await mkdir(values.out, { recursive: true });
const files: [name: string, file: string][] = [];
for (const key of values.peers.split(',').filter((name) => name !== '')) {
  const peer = known[key as keyof typeof known];
  if (peer === undefined)
    throw new MpaferError('usage', `Unknown package "${key}"; expected ${Object.keys(known).join(', ')}`);
  const file = join(values.out, `${key}.csv`);
  const predict = await peer.open();
  const scores: number[][] = [];
  for (const sample of samples) {
    scores.push(toSharedClasses(peer.words, await predict(await sample.read())));
    if (scores.length % 100 === 0) process.stderr.write(`\r${peer.name}: ${scores.length} of ${samples.length} faces `);
  }
  process.stderr.write('\n');
  await writeFile(file, peerCsv(dataset.classes, samples, scores));
  files.push([peer.name, file]);
}
for (const pair of values.beside) {
  const [name, file] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  files.push([name, file]);
}
const asked = new Set(samples.map(({ id }: Sample) => id));
const models = await Promise.all(
  files.map(async ([name, file]) =>
    facesAmong(asked, { ...readPredictions(await readFile(file, 'utf8'), file), name }),
  ),
);
console.log(tableText(scoreTable(models, sharedClasses, random(1))));

/** The faces of this comparison, from a file that may contain more. */
function facesAmong(ids: ReadonlySet<string>, found: ReturnType<typeof readPredictions>) {
  const places = found.ids.flatMap((id, face) => (ids.has(id) ? [face] : []));
  const of = (column: readonly string[]) => places.map((face) => column[face]!);
  return { name: found.name, ids: of(found.ids), labels: of(found.labels), predicted: of(found.predicted) };
}
