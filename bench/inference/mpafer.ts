// A contestant of the inference benchmark: mpafer's image tower, pixels to global embeddings.
//   node mpafer.ts REQUEST_JSON float32|int8
import { readFileSync } from 'node:fs';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { imageTower } from '../../src/clip/image-tower.ts';
import type { Precision } from '../../src/configuration/precision.ts';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { pixelInput } from '../../src/method/recogniser.ts';
import { inPrecision } from '../../src/recognise/in-precision.ts';
import { clipOfFile } from '../training-step/random-clip.ts';
import { sizes } from '../training-step/sizes.ts';
import type { Request, Timing } from './request.ts';

const request = JSON.parse(process.argv[2]!) as Request;
const precision = process.argv[3] as Precision;
const clip = clipOfFile(request.size, sizes[request.size]!, request.weights);
const { config } = clip;
const engine = nodeEngine({ threads: request.threads });
const { globalAlone: global } = imageTower(frozenWeights(clip.weights).image, config, pixelInput(config));
const program = await engine.compile(await inPrecision(precision, clip, { global }));
const { size } = config.image;
const length = request.batch * 3 * size * size;
const pixels = float32(Float32Array.from({ length }, random(1).normal), [request.batch, 3, size, size]);
const runMs: number[] = [];
for (let run = 0; run < request.warmup + request.runs; run++) {
  const begin = performance.now();
  await program.run({ pixels });
  if (run >= request.warmup) runMs.push(performance.now() - begin);
}
await engine.close();
const peakMiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
console.log(JSON.stringify({ name: `mpafer ${precision}`, runMs, peakMiB } satisfies Timing));
