// How well faces are found: by size, turn, light and number, on pictures made of two portraits, on drawn faces, and on pictures without one.
// Usage: node bench/faces/recall.ts [FOLDER_OF_PICTURES_WITHOUT_FACES]. Its rows appear as they are measured.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FindOptions, faceModels, nodeEngine, openFaceFinder, readImage } from '../../src/api/node.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { random } from '../../src/core/random.ts';
import { synthetic } from '../../src/data/synthetic/synthetic.ts';
import { collage, portraits, relit, type Scene, scene } from './pictures.ts';
import { median, type Score, score, total } from './score.ts';

await using engine = nodeEngine({ threads: 1 });
const finder = await openFaceFinder(engine, await faceModels());
const people = await portraits();

async function measure(scenes: readonly Scene[], options?: FindOptions): Promise<Score> {
  const scores: Score[] = [];
  for (const { image, eyes } of scenes) {
    const faces = await finder.find(image, options);
    scores.push(
      score(
        eyes,
        faces.map(({ box, eyes: own }) => ({
          middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
          eyes: own,
        })),
      ),
    );
  }
  return total(scores);
}

function row(name: string | number, { faces, found, others, errors }: Score): void {
  console.log(`| ${name} | ${found} of ${faces} | ${others} | ${median(errors).toFixed(3)} |`);
}

function head(what: string): void {
  console.log(`\n| ${what} | found | others | eyes off, median / eye distance |\n|---|---|---|---|`);
}

head('box in pixels, in 640 x 480');
for (const size of [10, 12, 14, 16, 20, 24, 32, 48, 96, 192, 300, 420])
  row(
    size,
    await measure(
      people.map((own) => scene(own, 640, 480, size)),
      { minFace: 6 },
    ),
  );

head('degrees, box of 100 pixels in 480 x 480');
for (let degrees = 0; degrees < 360; degrees += 30)
  row(degrees, await measure(people.map((own) => scene(own, 480, 480, 100, degrees))));

head('light, box of 60 pixels in 480 x 360');
for (const [name, light] of Object.entries({
  'as taken': {},
  'a quarter of the light': { gain: 0.25 },
  'a tenth': { gain: 0.1 },
  'a twentieth, with noise of 3 levels': { gain: 0.05, noise: 3 },
  'overexposed 2.5 times': { gain: 2.5 },
  'flat (gamma .3)': { gamma: 0.3 },
  'hard (gamma 3)': { gamma: 3 },
  'noise of 25 levels': { noise: 25 },
}))
  row(name, await measure(people.map((own) => relit(scene(own, 480, 360, 60), light))));

head('faces in one picture, boxes of 40 pixels');
for (const count of [4, 16, 64, 144]) {
  const all = Array.from({ length: count }, (_, index) => scene(people[index % people.length]!, 80, 80, 40));
  row(count, await measure([collage(all, Math.sqrt(count))], { firstLevel: 1280 }));
}

const drawn = synthetic({ random: random(1), count: 60, size: 96 });
let seen = 0;
let single = 0;
for (const sample of drawn.samples) {
  const faces = await finder.find((await sample.read()) as RgbImage);
  if (faces.length > 0) seen += 1;
  if (faces.length === 1) single += 1;
}
console.log(`\nDrawn faces of 96 pixels: ${seen} of ${drawn.samples.length} found, ${single} once`);

const folder = process.argv[2];
if (folder !== undefined) {
  const files = (await readdir(folder, { recursive: true, encoding: 'utf8' })).filter((name) =>
    /\.(jpe?g|png|webp)$/i.test(name),
  );
  let [pictures, upright, any] = [0, 0, 0];
  for (const name of files) {
    const picture = await readImage(join(folder, name)).catch(() => undefined);
    if (picture === undefined) continue;
    pictures += 1;
    const faces = await finder.find(picture);
    const again = faces.length > 0 ? await finder.find(picture, { minFace: 30 }) : [];
    if (faces.length > 0) {
      upright += 1;
      if (again.length > 0) any += 1;
      console.error(
        name,
        faces
          .map(({ box, score: own }) => [box.x, box.y, box.width, own].map((value) => value.toFixed(2)).join(' '))
          .join('; '),
      );
    }
  }
  console.log(
    `\nPictures without a face: ${pictures}; something was found in ${upright}, of 30 pixels or more in ${any}`,
  );
}
await finder.release();
