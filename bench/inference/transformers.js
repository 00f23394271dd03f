// One contestant of the inference benchmark: transformers.js's CLIP image model on the model that PyTorch exported.
//   node transformers.js REQUEST_JSON fp32|q8
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { CLIPVisionModelWithProjection, env, Tensor } from '@huggingface/transformers';

const request = JSON.parse(process.argv[2]);
const dtype = process.argv[3];
env.allowRemoteModels = false;
env.localModelPath = `${dirname(request.export)}/`;
const model = await CLIPVisionModelWithProjection.from_pretrained(basename(request.export), {
  dtype,
  device: 'cpu',
  session_options: { intraOpNumThreads: request.threads },
});
const shape = [request.batch, 3, 224, 224];
const values = Float32Array.from({ length: shape.reduce((product, each) => product * each, 1) }, (_, at) =>
  Math.sin(at),
);
const pixel_values = new Tensor('float32', values, shape);
const runMs = [];
for (let run = 0; run < request.warmup + request.runs; run++) {
  const begin = performance.now();
  await model({ pixel_values });
  if (run >= request.warmup) runMs.push(performance.now() - begin);
}
const peakMiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
console.log(JSON.stringify({ name: `transformers.js ${dtype}`, runMs, peakMiB }));
