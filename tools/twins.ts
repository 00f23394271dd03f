// Measures how well `data check` finds transformed copies across splits: npm run twins -- SPEC [PLANTED] [SHEET.png]
import { writeFile } from 'node:fs/promises';
import type { RgbImage } from '../src/core/image.ts';
import { type Random, random } from '../src/core/random.ts';
import { transformed } from '../src/data/augment/affine.ts';
import { flipped } from '../src/data/augment/flip.ts';
import { reducedGreys } from '../src/data/check/perceptual-hash.ts';
import { type SplitPicture, type TransformedTwin, transformedTwins } from '../src/data/check/transformed-twins.ts';
import { thumbnailSide } from '../src/data/check/window.ts';
import type { Sample } from '../src/data/dataset.ts';
import { openDataset } from '../src/data/open-dataset.ts';
import { nodeDataHost } from '../src/platform/node/files/data-host.ts';
import { encodePng } from '../src/platform/node/images/encode-image.ts';

const [spec = '', planted = '400', sheet] = process.argv.slice(2);
const kinds = ['mirrored', 'turned', 'cropped', 'mirrored, turned and cropped'] as const;

/** A copy as people make them: turned by 3 to 10 degrees, cropped to 88 to 97 % at any place. */
function copyOf(image: RgbImage, kind: (typeof kinds)[number], draws: Random): RgbImage {
  const all = kind === kinds[3];
  const sign = () => (draws.uniform() < 0.5 ? -1 : 1);
  const degrees = all || kind === 'turned' ? sign() * (3 + 7 * draws.uniform()) : 0;
  const scale = all || kind === 'cropped' ? 1 / (0.88 + 0.09 * draws.uniform()) : 1;
  const shift = (side: number) => (draws.uniform() - 0.5) * (scale - 1) * side;
  const source = all || kind === 'mirrored' ? flipped(image) : image;
  return transformed(source, { degrees, scale, shiftX: shift(image.width), shiftY: shift(image.height) });
}

const thumbnailOf = (image: RgbImage): Uint8Array =>
  Uint8Array.from(reducedGreys(image, thumbnailSide, thumbnailSide), Math.round);

function search(pictures: readonly SplitPicture[]): TransformedTwin[] {
  const work = transformedTwins(pictures);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Processor seconds, so that other work on the machine does not count. */
const seconds = (since: NodeJS.CpuUsage): number => process.cpuUsage(since).user / 1e6;

const { samples } = await openDataset(spec, nodeDataHost);
let started = process.cpuUsage();
const thumbnails: Uint8Array[] = [];
for (const sample of samples) thumbnails.push(thumbnailOf(await sample.read()));
console.log(
  `${samples.length} images read and reduced, ${(samples.length / seconds(started)).toFixed(0)} a second of processor time`,
);

const pictures = samples.map(({ split }, index) => ({ thumbnail: thumbnails[index]!, splits: new Set([split]) }));
started = process.cpuUsage();
const own = search(pictures);
const queries = samples.filter(({ split }) => split !== 'train').length;
console.log(
  `${queries} images outside training looked up in ${seconds(started).toFixed(1)} s, ${((1000 * seconds(started)) / queries).toFixed(2)} ms each (processor time)`,
);
const people = own.filter(({ first, second }) => samples[first]!.group !== samples[second]!.group);
console.log(
  `without planted copies: ${own.length} pairs across splits, ${people.length} known to be of different people`,
);

const draws = random(7);
const training = samples.flatMap(({ split }, index) => (split === 'train' ? [index] : []));
const copies = await Promise.all(
  Array.from({ length: Number(planted) }, async (_, number) => {
    const source = training[draws.integer(training.length)]!;
    const kind = kinds[number % kinds.length]!;
    const image = copyOf(await samples[source]!.read(), kind, draws.split('copy', number));
    return { source, kind, picture: { thumbnail: thumbnailOf(image), splits: new Set(['test'] as const) } };
  }),
);
const found = search([...pictures, ...copies.map(({ picture }) => picture)]);
const pairs = new Map(found.map((twin) => [`${twin.first} ${twin.second}`, twin]));
for (const kind of kinds) {
  const ofKind = copies.flatMap((copy, number) => (copy.kind === kind ? [{ ...copy, number }] : []));
  const hits = ofKind.flatMap(({ source, number }) => pairs.get(`${source} ${samples.length + number}`) ?? []);
  const lowest = hits.length === 0 ? Number.NaN : Math.min(...hits.map(({ correlation }) => correlation));
  console.log(
    `${kind}: ${hits.length} of ${ofKind.length} planted copies found, lowest correlation ${lowest.toFixed(3)}`,
  );
}

if (sheet !== undefined) {
  const doubtful = own.toSorted((a, b) => a.correlation - b.correlation).slice(0, 48);
  await writeFile(sheet, await encodePng(await pairSheet(doubtful, samples)));
  console.log(`Drew the ${doubtful.length} pairs of lowest correlation that were not planted: ${sheet}`);
}

/** Pairs side by side, six in a row. */
async function pairSheet(twins: readonly TransformedTwin[], all: readonly Sample[]): Promise<RgbImage> {
  const cell = 50;
  const width = 12 * cell;
  const height = cell * Math.ceil(twins.length / 6);
  const data = new Uint8Array(width * height * 3);
  for (const [number, { first, second }] of twins.entries()) {
    for (const [side, index] of [first, second].entries()) {
      const image = await all[index]!.read();
      for (let y = 0; y < Math.min(cell, image.height); y++) {
        const row = image.data.subarray(y * image.width * 3, (y * image.width + Math.min(cell, image.width)) * 3);
        data.set(row, ((Math.floor(number / 6) * cell + y) * width + ((number % 6) * 2 + side) * cell) * 3);
      }
    }
  }
  return { width, height, data };
}
