// Milliseconds of each stage from a photograph to an expression, on one thread of Node.
// Usage: node bench/faces/stages.ts [RUNS]. Times are medians of RUNS (9) after one that is not counted.
import { faceModels, nodeEngine, openFaceFinder, openRecogniser } from '../../src/api/node.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { alignFace } from '../../src/faces/alignment.ts';
import { pyramid } from '../../src/faces/pyramid.ts';
import { portraits, relit, scene } from './pictures.ts';
import { median } from './score.ts';

const runs = Number(process.argv[2] ?? 9);
await using engine = nodeEngine({ threads: 1 });
const finder = await openFaceFinder(engine, await faceModels());
await using recogniser = await openRecogniser(undefined, { threads: 1, faces: 'crop' });
const person = (await portraits())[0]!;

const pictures: Readonly<Record<string, RgbImage>> = {
  'one upright face, 640 x 480': scene(person, 640, 480, 200).image,
  'the same, 1280 x 960': scene(person, 1280, 960, 400).image,
  'the same, 320 x 240': scene(person, 320, 240, 100).image,
  'turned by 45 degrees, 480 x 480': scene(person, 480, 480, 100, 45).image,
  'upside down, 480 x 480': scene(person, 480, 480, 100, 180).image,
  'a tenth of the light, 480 x 360': relit(scene(person, 480, 360, 60), { gain: 0.1 }).image,
  'no face, 640 x 480': { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3).fill(128) },
};

console.log('| picture | faces | sizes of the picture | all of finding | cut out | recognise |');
console.log('|---|---|---|---|---|---|');
for (const [name, picture] of Object.entries(pictures)) {
  const faces = await finder.find(picture);
  const crops = faces.map(({ eyes }) => alignFace(picture, eyes, 96));
  const cells = [
    await timed(() => pyramid(picture, 1280, 12)),
    await timed(() => finder.find(picture)),
    ...(faces.length === 0
      ? ['', '']
      : [
          await timed(() => faces.map(({ eyes }) => alignFace(picture, eyes, 96))),
          await timed(() => recogniser.recognise(crops[0]!)),
        ]),
  ];
  console.log(`| ${name} | ${faces.length} | ${cells.join(' | ')} |`);
}

async function timed(work: () => unknown): Promise<string> {
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const begin = performance.now();
    await work();
    if (run > 0) times.push(performance.now() - begin);
  }
  return median(times).toFixed(1);
}
