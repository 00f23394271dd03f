// Faces per second through the embedded model's image tower. Prints one line; run it on an idle machine.
//   node bench/image-tower.ts [MODEL] [BATCH] [THREADS]
import { frozenWeights } from '../src/clip/graph-weights.ts';
import { imageTower } from '../src/clip/image-tower.ts';
import { float32 } from '../src/core/array.ts';
import { random } from '../src/core/random.ts';
import { nodeEngine } from '../src/engine/node/node-engine.ts';
import { input } from '../src/graph/tensor.ts';
import { openClip } from '../src/platform/node/models.ts';

const [model = 'face-clip', batchText = '32', threadsText = '2'] = process.argv.slice(2);
const [batch, threads] = [Number(batchText), Number(threadsText)];
const clip = await openClip(model);
const { size } = clip.config.image;
const engine = nodeEngine({ threads });
const weights = frozenWeights(clip.weights);
const { global, patches } = imageTower(weights.image, clip.config, input('pixels', ['B', 3, size, size]));
const program = await engine.compile({ global, patches });
const source = random(1);
const pixels = float32(Float32Array.from({ length: batch * 3 * size * size }, source.normal), [batch, 3, size, size]);
const times: number[] = [];
for (let run = 0; run < 30; run++) {
  const start = performance.now();
  await program.run({ pixels });
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
const median = times[times.length / 2]!;
console.log(
  `${clip.name}: ${((1000 * batch) / median).toFixed(0)} faces/s (batch ${batch}, ${threads} threads, median of 30; fastest ${((1000 * batch) / times[0]!).toFixed(0)}, slowest ${((1000 * batch) / times.at(-1)!).toFixed(0)})`,
);
await engine.close();
