// Which of the recognisers that ship is best on aligned faces: FERPlus' validation faces, found and aligned as photographs are, against the
// crops as they are. By FER2013's labels and by FERPlus' majority votes.
// Usage: node bench/faces/aligned-packs.ts FERPLUS_FOLDER FER2013_LABELS.csv [EVERY]: every face, or every third and so on
import { readFile } from 'node:fs/promises';
import {
  alignFace,
  faceModels,
  loadRun,
  nodeDataHost,
  nodeEngine,
  ofSplit,
  openClip,
  openDataset,
  openFaceFinder,
  readCheckpoint,
  zeroShotRecogniser,
} from '../../src/api/node.ts';
import { defaultDescriptions } from '../../src/api/portable.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { expressions } from '../../src/data/expressions.ts';

const [folder, labelFile, every = '1'] = process.argv.slice(2);
if (folder === undefined || labelFile === undefined)
  throw new Error('Give the folder of FERPlus and the labels of FER2013');

const seven = expressions.filter((name) => name !== 'contempt');
const nameOf = (id: string) => id.split('/').at(-1)!;
const fer2013 = new Map(
  (await readFile(labelFile, 'utf8')).split('\n').map((line) => {
    const [image, , label] = line.split(',');
    return [image!, label!] as const;
  }),
);

await using engine = nodeEngine({ threads: 1 });
const clip = await openClip('face-clip');
const pack = async (name: string) => {
  const file = `assets/packs/${name}.safetensors`;
  return loadRun(engine, clip, readCheckpoint(await readFile(file), file));
};
const recognisers = {
  fer2013: await pack('fer2013'),
  ferplus: await pack('ferplus'),
  'zero-shot': await zeroShotRecogniser(engine, clip, expressions, defaultDescriptions),
};
const finder = await openFaceFinder(engine, await faceModels());

const dataset = await openDataset(`ferplus:${folder}`, nodeDataHost);
const faces: {
  readonly raw: RgbImage;
  readonly aligned: RgbImage | undefined;
  readonly plus: string;
  readonly old: string;
}[] = [];
const samples = ofSplit(dataset, 'valid').filter((_, index) => index % Number(every) === 0);
for (const sample of samples) {
  const raw = (await sample.read()) as RgbImage;
  const [face] = await finder.find(raw);
  const plus = dataset.classes[sample.label]!;
  faces.push({ raw, aligned: face && alignFace(raw, face.eyes, 48), plus, old: fer2013.get(nameOf(sample.id)) ?? '' });
}
const found = faces.filter(({ aligned }) => aligned !== undefined);
console.log(`${faces.length} faces, ${found.length} found (${((100 * found.length) / faces.length).toFixed(1)} %)`);
console.log('| pack | labels | faces | crops as they are: WAR, UAR | aligned: WAR, UAR |');
console.log('|---|---|---|---|---|');

for (const [name, recogniser] of Object.entries(recognisers)) {
  const answers = {
    raw: await best(
      recogniser,
      found.map(({ raw }) => raw),
    ),
    aligned: await best(
      recogniser,
      found.map(({ aligned }) => aligned!),
    ),
  };
  for (const labels of ['old', 'plus'] as const) {
    const rows = found
      .map((face, index) => ({ label: face[labels], index }))
      .filter(({ label }) => seven.includes(label as never));
    const scores = Object.values(answers).map((list) => {
      const hit = (own: typeof rows) => own.filter(({ label, index }) => list[index] === label).length / own.length;
      const recalls = seven
        .map((label) => rows.filter((row) => row.label === label))
        .filter(({ length }) => length > 0)
        .map(hit);
      return `${(100 * hit(rows)).toFixed(1)}, ${((100 * recalls.reduce((sum, value) => sum + value, 0)) / recalls.length).toFixed(1)}`;
    });
    console.log(`| ${name} | ${labels === 'old' ? 'FER2013' : 'FERPlus'} | ${rows.length} | ${scores.join(' | ')} |`);
  }
}

/** The most probable of the seven expressions that both sets of labels know. */
async function best(
  recogniser: (typeof recognisers)['ferplus'],
  crops: readonly RgbImage[],
): Promise<readonly string[]> {
  return (await recogniser.recognise(crops)).map(({ probabilities }) =>
    seven.reduce((most, label) => (probabilities[label]! > probabilities[most]! ? label : most)),
  );
}
