// Faces per second of the embedded CLIP in Node, pixels to global embeddings, by precision, threads and batch.
//   node bench/inference/small-model.ts [--model face-clip] [--batches 1,16,64] [--threads 1,2] [--faces 256]
// Preprocessing is excluded. Settings alternate, and each figure is the median over batches.
import { parseArgs } from 'node:util';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { imageTower } from '../../src/clip/image-tower.ts';
import { precisions } from '../../src/configuration/precision.ts';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { pixelInput } from '../../src/method/recogniser.ts';
import { openClip } from '../../src/platform/node/models/models.ts';
import { inPrecision } from '../../src/recognise/in-precision.ts';
import { modelName } from '../../src/recognise/model-name.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'face-clip' },
    batches: { type: 'string', default: '1,16,64' },
    threads: { type: 'string', default: '1,2' },
    faces: { type: 'string', default: '256' },
  },
});
const numbers = (text: string) => text.split(',').map(Number);
const clip = await openClip(values.model);
const { config } = clip;
const { size } = config.image;
const { globalAlone } = imageTower(frozenWeights(clip.weights).image, config, pixelInput(config));
const draws = random(1);

async function facesPerSecond(batch: number): Promise<{ name: string; rate: number }[]> {
  const shape = [batch, 3, size, size];
  const pixels = float32(Float32Array.from({ length: batch * 3 * size * size }, draws.normal), shape);
  const settings = numbers(values.threads).flatMap((threads) =>
    precisions.map((precision) => ({ threads, precision })),
  );
  const contestants = await Promise.all(
    settings.map(async ({ threads, precision }) => {
      const engine = nodeEngine({ threads });
      const program = await engine.compile(await inPrecision(precision, clip, { global: globalAlone }));
      await program.run({ pixels });
      const name = `${precision}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
      return { name, engine, program, times: [] as number[] };
    }),
  );
  for (let run = 0; run < Math.max(8, Math.ceil(Number(values.faces) / batch)); run++) {
    for (const { program, times } of contestants) {
      const begin = performance.now();
      await program.run({ pixels });
      times.push(performance.now() - begin);
    }
  }
  await Promise.all(contestants.map(({ engine }) => engine.close()));
  return contestants.map(({ name, times }) => {
    const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
    return { name, rate: (1000 * batch) / median };
  });
}

console.log(`${modelName(clip.name)}, faces per second\n\n| batch | | faces per second |\n|---|---|---|`);
for (const batch of numbers(values.batches)) {
  for (const { name, rate } of await facesPerSecond(batch)) console.log(`| ${batch} | ${name} | ${rate.toFixed(0)} |`);
}
