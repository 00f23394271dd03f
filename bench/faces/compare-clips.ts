// What CLIPs say of the same faces without training: FERPlus' validation faces as they are and cut by the recipe, by both sets of labels;
// CK+48; the same faces small, compressed and dark; drawn faces. One row for each set and CLIP.
// Usage: node bench/faces/compare-clips.ts FERPLUS CK48 EYES.json EVERY CLIP[@TAU]...: EYES.json is a file to keep the places of eyes in;
// with @TAU, probabilities are divided by the TAU-th power of each class's share of FERPlus' votes
import { readFile, writeFile } from 'node:fs/promises';
import {
  alignFace,
  faceModels,
  nodeDataHost,
  nodeEngine,
  ofSplit,
  openClip,
  openDataset,
  openFaceFinder,
  zeroShotRecogniser,
} from '../../src/api/node.ts';
import { defaultDescriptions } from '../../src/api/portable.ts';
import type { RgbImage } from '../../src/core/image.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { expressions } from '../../src/data/expressions.ts';
import type { Eyes } from '../../src/faces/face.ts';
import { exposed } from '../../src/image/exposure.ts';
import { lowResolution } from '../../src/image/low-resolution.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { jpegRoundTrip } from '../../src/platform/node/images/jpeg-round-trip.ts';

const [ferplus, ck48, eyesFile, every, ...clips] = process.argv.slice(2);
if (ferplus === undefined || ck48 === undefined || eyesFile === undefined || clips.length === 0)
  throw new Error('Give the folders of FERPlus and CK+48, a file for the eyes, every how many faces, and CLIPs');

/** A face, and its class by each set of labels that has one for it. */
interface Labelled {
  readonly image: RgbImage;
  readonly labels: Readonly<Record<string, string | undefined>>;
}

await using engine = nodeEngine({ threads: 1 });
const finder = await openFaceFinder(engine, await faceModels());
const known: Record<string, Eyes | null> = JSON.parse(await readFile(eyesFile, 'utf8').catch(() => '{}'));

/** Cut by the recipe; without those in which no face is found. */
async function aligned(set: string, faces: readonly (Labelled & { readonly id: string })[]): Promise<Labelled[]> {
  const result: Labelled[] = [];
  for (const { id, image, labels } of faces) {
    const name = `${set} ${id}`;
    if (known[name] === undefined) known[name] = (await finder.find(image))[0]?.eyes ?? null;
    const eyes = known[name];
    if (eyes !== null) result.push({ image: alignFace(image, eyes, 48), labels });
  }
  return result;
}

const nth = (samples: readonly Sample[]) => samples.filter((_, index) => index % Number(every) === 0);
const read = (samples: readonly Sample[], labelsOf: (sample: Sample) => Labelled['labels']) =>
  Promise.all(
    nth(samples).map(async (sample) => ({
      id: sample.id,
      image: (await sample.read()) as RgbImage,
      labels: labelsOf(sample),
    })),
  );
const changed = async (faces: readonly Labelled[], change: (image: RgbImage) => RgbImage | Promise<RgbImage>) =>
  Promise.all(faces.map(async ({ image, labels }) => ({ image: await change(image), labels })));

const votes = await openDataset(`ferplus:${ferplus}`, nodeDataHost);
const old = await openDataset(`fer2013:${ferplus}`, nodeDataHost);
const ck = await openDataset(`ck48:${ck48}`, nodeDataHost);
const drawing = await openDataset('synthetic:?count=400&size=96', nodeDataHost);

const voted = new Map(ofSplit(votes, 'valid').map(({ id, label }) => [id, votes.classes[label]]));
const own = await read(ofSplit(old, 'valid'), ({ id, label }) => ({ votes: voted.get(id), old: old.classes[label] }));
const lab = await read(ofSplit(ck, 'all'), ({ label }) => ({ lab: ck.classes[label] }));
const drawn = await read(ofSplit(drawing, 'all'), ({ label }) => ({ drawn: drawing.classes[label] }));
const cut = await aligned('ferplus', own);
const cutLab = await aligned('ck48', lab);
await writeFile(eyesFile, JSON.stringify(known));
const some = cut.filter(({ labels }, index) => labels.votes !== undefined && index % 3 === 0);

const without = (name: string) => expressions.filter((expression) => expression !== name);
const sets: readonly (readonly [
  name: string,
  faces: readonly Labelled[],
  labels: string,
  classes: readonly string[],
])[] = [
  ['FERPlus, own crops', own, 'votes', expressions],
  ['FERPlus, recipe', cut, 'votes', expressions],
  ['FER2013 labels, own crops', own, 'old', without('contempt')],
  ['FER2013 labels, recipe', cut, 'old', without('contempt')],
  ['CK+48, own crops', lab, 'lab', without('neutral')],
  ['CK+48, recipe', cutLab, 'lab', without('neutral')],
  ['FERPlus, recipe, 24 px', await changed(some, (image) => lowResolution(image, 0.5)), 'votes', expressions],
  ['FERPlus, recipe, JPEG 20', await changed(some, (image) => jpegRoundTrip(image, 20)), 'votes', expressions],
  ['FERPlus, recipe, dark', await changed(some, (image) => exposed(image, 0.3)), 'votes', expressions],
  ['drawn', drawn, 'drawn', drawing.classes.filter((name) => expressions.includes(name as never))],
];

/** Shares of the votes for the training faces. */
const prior = Object.fromEntries(expressions.map((name) => [name, 0]));
for (const { votes: cast = [] } of ofSplit(votes, 'train')) {
  const total = cast.slice(0, expressions.length).reduce((sum, count) => sum + count, 0);
  for (const [index, name] of expressions.entries()) prior[name] = prior[name]! + (cast[index] ?? 0) / total;
}

const percent = (share: number) => (100 * share).toFixed(1);
console.log(`| set | CLIP | faces | WAR | UAR | ECE | ${expressions.join(' | ')} |`);
console.log(`|---|---|---|---|---|---|${expressions.map(() => '---').join('|')}|`);
const rows: string[][] = sets.map(() => []);
/** What each CLIP says of each face. */
const said = new Map<string, Map<RgbImage, Readonly<Record<string, number>>>>();
for (const clip of clips) {
  const [name = '', tau = '0'] = clip.split('@');
  const recogniser = await zeroShotRecogniser(engine, await openClip(name), expressions, defaultDescriptions);
  const answers = said.get(name) ?? new Map<RgbImage, Readonly<Record<string, number>>>();
  said.set(name, answers);
  for (const [index, [set, faces, by, classes]] of sets.entries()) {
    const counted = faces.filter(({ labels }) => classes.includes(labels[by] ?? ''));
    const fresh = counted.map(({ image }) => image).filter((image) => !answers.has(image));
    for (const [face, { probabilities }] of (await recogniser.recognise(fresh)).entries())
      answers.set(fresh[face]!, probabilities);
    // Of some of the classes, the probabilities are in the same proportions.
    const probabilities = counted.flatMap(({ image }) => {
      const shares = classes.map((label) => answers.get(image)![label]! / prior[label]! ** Number(tau));
      const total = shares.reduce((sum, share) => sum + share, 0);
      return shares.map((share) => share / total);
    });
    const labels = counted.map(({ labels }) => classes.indexOf(labels[by]!));
    const { war, uar, ece, perClass } = evaluate({ classes, labels, probabilities: Float64Array.from(probabilities) });
    const recalls = expressions.map((label) => {
      const row = perClass.find(({ name }) => name === label);
      return row === undefined || row.n === 0 ? '' : percent(row.recall);
    });
    const cells = [set, clip, counted.length, percent(war), percent(uar), percent(ece), ...recalls];
    rows[index]!.push(`| ${cells.join(' | ')} |`);
  }
  await recogniser.release();
}
for (const line of rows.flat()) console.log(line);
