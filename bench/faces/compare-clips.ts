// What CLIPs say of the same faces without training: FERPlus' validation faces as they are and cut by the recipe, by both sets of labels;
// CK+48; the same faces small, compressed and dark; drawn faces. One row for each CLIP and set.
// Usage: node bench/faces/compare-clips.ts FERPLUS CK48 EYES.json EVERY CLIP...: EYES.json is a file to keep the places of eyes in
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

interface Labelled {
  readonly image: RgbImage;
  /** A class, or nothing where the set has none for this face. */
  readonly label: string | undefined;
}

await using engine = nodeEngine({ threads: 1 });
const finder = await openFaceFinder(engine, await faceModels());
const known: Record<string, Eyes | null> = JSON.parse(await readFile(eyesFile, 'utf8').catch(() => '{}'));

async function eyesOf(name: string, image: RgbImage): Promise<Eyes | undefined> {
  if (known[name] === undefined) known[name] = (await finder.find(image))[0]?.eyes ?? null;
  return known[name] ?? undefined;
}

const read = async (samples: readonly Sample[]) =>
  Promise.all(samples.map(async (sample) => ({ sample, image: (await sample.read()) as RgbImage })));
const nth = (samples: readonly Sample[]) => samples.filter((_, index) => index % Number(every) === 0);

const sets: Record<string, { faces: Labelled[]; classes: readonly string[] }> = {};
const seven = expressions.filter((name) => name !== 'contempt');

const plus = await openDataset(`ferplus:${ferplus}`, nodeDataHost);
const fer = await openDataset(`fer2013:${ferplus}`, nodeDataHost);
const own = await read(nth(ofSplit(plus, 'valid')));
const ownOld = await read(nth(ofSplit(fer, 'valid')));
const ck = await openDataset(`ck48:${ck48}`, nodeDataHost);
const lab = await read(nth(ofSplit(ck, 'all')));
const drawnSet = await openDataset('synthetic:?count=400&size=96', nodeDataHost);
const drawn = await read(nth(ofSplit(drawnSet, 'all')));

const labelled = (faces: typeof own, names: readonly string[]): Labelled[] =>
  faces.map(({ sample, image }) => ({ image, label: names[sample.label] }));
async function aligned(set: string, faces: typeof own, names: readonly string[], enlarged = 1): Promise<Labelled[]> {
  const result: Labelled[] = [];
  for (const { sample, image } of faces) {
    const eyes = await eyesOf(`${set} ${sample.id}`, image);
    if (eyes !== undefined) result.push({ image: alignFace(image, eyes, 48 * enlarged), label: names[sample.label] });
  }
  return result;
}
const changed = async (faces: readonly Labelled[], change: (image: RgbImage) => RgbImage | Promise<RgbImage>) =>
  Promise.all(faces.map(async ({ image, label }) => ({ image: await change(image), label })));

sets['FERPlus, own crops'] = { faces: labelled(own, plus.classes), classes: expressions };
const cut = await aligned('ferplus', own, plus.classes);
sets['FERPlus, recipe'] = { faces: cut, classes: expressions };
sets['FER2013 labels, own crops'] = { faces: labelled(ownOld, fer.classes), classes: seven };
sets['FER2013 labels, recipe'] = { faces: await aligned('ferplus', ownOld, fer.classes), classes: seven };
const ckClasses = expressions.filter((name) => name !== 'neutral');
sets['CK+48, own crops'] = { faces: labelled(lab, ck.classes), classes: ckClasses };
sets['CK+48, recipe'] = { faces: await aligned('ck48', lab, ck.classes), classes: ckClasses };
const third = cut.filter((_, index) => index % 3 === 0);
sets['FERPlus, recipe, 24 px'] = {
  faces: await changed(third, (image) => lowResolution(image, 0.5)),
  classes: expressions,
};
sets['FERPlus, recipe, JPEG 20'] = {
  faces: await changed(third, (image) => jpegRoundTrip(image, 20)),
  classes: expressions,
};
sets['FERPlus, recipe, dark'] = { faces: await changed(third, (image) => exposed(image, 0.3)), classes: expressions };
sets.drawn = { faces: labelled(drawn, drawnSet.classes), classes: drawnSet.classes };
await writeFile(eyesFile, JSON.stringify(known));

const percent = (share: number) => (100 * share).toFixed(1);
console.log(`| set | CLIP | faces | WAR | UAR | ECE | ${expressions.join(' | ')} |`);
console.log(`|---|---|---|---|---|---|${expressions.map(() => '---').join('|')}|`);
const recognisers = [];
for (const name of clips)
  recognisers.push([
    name,
    await zeroShotRecogniser(engine, await openClip(name), expressions, defaultDescriptions),
  ] as const);
for (const [set, { faces, classes }] of Object.entries(sets))
  for (const [name, recogniser] of recognisers) {
    const counted = faces.filter(({ label }) => label !== undefined && classes.includes(label));
    const answers = await recogniser.recognise(counted.map(({ image }) => image));
    const probabilities = new Float64Array(counted.length * classes.length);
    for (const [face, answer] of answers.entries()) {
      // Without the other classes, the probabilities are in the same proportions.
      const shares = classes.map((label) => answer.probabilities[label]!);
      const total = shares.reduce((sum, share) => sum + share, 0);
      probabilities.set(
        shares.map((share) => share / total),
        face * classes.length,
      );
    }
    const labels = counted.map(({ label }) => classes.indexOf(label!));
    const { war, uar, ece, perClass } = evaluate({ classes, labels, probabilities } as never);
    const recalls = expressions.map((label) => {
      const found = perClass.find((row) => row.name === label);
      return found === undefined || found.n === 0 ? '' : percent(found.recall);
    });
    console.log(
      `| ${set} | ${name} | ${counted.length} | ${percent(war)} | ${percent(uar)} | ${percent(ece)} | ${recalls.join(' | ')} |`,
    );
  }
