// Images per second of decoding and augmentation alone, without a model: the rate at which an engine can be fed.
//
//   npx node bench/data-pipeline.ts SPEC [SIDE=224] [BATCH=32] [SECONDS=10]
//
// Prints one line per number of images read concurrently, then one with the images cached in memory. The digest of the first batches shows
// that the bytes do not depend on it.
import { cpus } from 'node:os';
import { random } from '../src/core/random.ts';
import { sha256 } from '../src/core/sha256.ts';
import { promptAugmentation } from '../src/data/augment/augmentation.ts';
import { type TrainingOptions, trainingBatches } from '../src/data/batches.ts';
import { ofSplit } from '../src/data/dataset.ts';
import { type ImageCache, imageCache } from '../src/data/image-cache.ts';
import { openDataset } from '../src/data/open-dataset.ts';
import { nodeDataHost } from '../src/platform/node/files/data-host.ts';

const [spec = 'synthetic:', side = '224', batch = '32', seconds = '10'] = process.argv.slice(2);
const dataset = await openDataset(spec, nodeDataHost);
const samples = ofSplit(dataset, 'train');

const options: TrainingOptions = {
  samples,
  batch: Number(batch),
  classes: dataset.classes.length,
  imageSize: Number(side),
  epoch: 0,
  random: random(1),
  mean: [0.5, 0.5, 0.5],
  deviation: [0.25, 0.25, 0.25],
  augmentation: promptAugmentation,
};

/** Batches included in the digest. */
const digested = 4;

async function measure(name: string, concurrency: number, cache?: ImageCache): Promise<void> {
  const digests: string[] = [];
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  let images = 0;
  for (let epoch = 0; elapsed() < Number(seconds); epoch++) {
    for await (const { pixels, size } of trainingBatches({ ...options, epoch, concurrency, ...(cache && { cache }) })) {
      images += size;
      if (digests.length < digested) {
        digests.push(await sha256(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)));
      }
      if (elapsed() > Number(seconds)) break;
    }
  }
  const rate = Math.round(images / elapsed());
  console.log(
    `${name.padEnd(24)}${String(rate).padStart(7)} images/s   digest ${(await sha256(digests.join())).slice(0, 12)}`,
  );
}

console.log(
  `${samples.length} training images of ${dataset.name}, ${side} x ${side}, batches of ${batch}, ${cpus().length} cores`,
);
for (const concurrency of [1, 2, 4, 8, 16]) await measure(`${concurrency} concurrent reads`, concurrency);
const cache = imageCache(2 ** 30);
for await (const _ of trainingBatches({ ...options, imageSize: 8, augmentation: {}, cache })) {
  // Fills the cache.
}
await measure('in memory', 8, cache);
