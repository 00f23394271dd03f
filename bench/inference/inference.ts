// Faces per second through CLIP's image model at a published size, with random weights, compared with transformers.js and PyTorch.
//   cd bench/inference && npm ci --ignore-scripts && cd ../..
//   node bench/inference/inference.ts [--size B/32] [--batches 1,16] [--rounds 3] [--python PYTHON] [--out FILE.json]
// PYTHON needs torch, safetensors, onnx and onnxruntime. A contestant that fails is reported and skipped.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomWeights } from '../training-step/sizes.ts';
import type { Request, Timing } from './request.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'B/32' },
    batches: { type: 'string', default: '1,16' },
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '8' },
    python: { type: 'string', default: 'python3' },
    scratch: { type: 'string', default: join(tmpdir(), 'mpafer-bench') },
    out: { type: 'string' },
  },
});
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
mkdirSync(values.scratch, { recursive: true });
const base = {
  size: values.size,
  weights: randomWeights(values.size, values.scratch),
  warmup: 2,
  runs: Number(values.runs),
  threads: availableParallelism(),
  export: join(values.scratch, `exported-${values.size.replace('/', '')}`),
};
const python = here('../pytorch/image_model.py');
if (!existsSync(join(base.export, 'config.json'))) {
  execFileSync(values.python, [python, JSON.stringify({ ...base, batch: 2 }), 'export'], { stdio: 'ignore' });
}
const contestants: readonly (readonly [program: string, script: string, variant: string])[] = [
  [process.execPath, here('mpafer.ts'), 'float32'],
  [process.execPath, here('transformers.js'), 'fp32'],
  [values.python, python, 'plain'],
  [values.python, python, 'sdpa'],
  [process.execPath, here('mpafer.ts'), 'int8'],
  [process.execPath, here('transformers.js'), 'q8'],
  [values.python, python, 'bf16'],
];

const rows: { batch: number; name: string; facesPerSecond: number; peakMiB: number }[] = [];
for (const batch of values.batches.split(',').map(Number)) {
  const request: Request = { ...base, batch };
  const found = new Map<string, Timing[]>();
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const [program, script, variant] of contestants) {
      console.error(`batch ${batch}, round ${round} of ${values.rounds}: ${script.split('/').at(-1)} ${variant}`);
      try {
        const args = [script, JSON.stringify(request), variant];
        const output = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
        const timing = JSON.parse(output.trim().split('\n').at(-1)!) as Timing;
        found.set(timing.name, [...(found.get(timing.name) ?? []), timing]);
      } catch (error) {
        console.error(`skipped: ${(error as Error).message.trim().split('\n').slice(-8).join(' ')}`);
      }
    }
  }
  for (const [name, timings] of found) {
    rows.push({
      batch,
      name,
      facesPerSecond: (1000 * batch) / median(timings.flatMap(({ runMs }) => runMs)),
      peakMiB: median(timings.map(({ peakMiB }) => peakMiB)),
    });
  }
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(rows, undefined, 2)}\n`);
}
console.log('| batch | | faces per second | peak, MiB |\n|---|---|---|---|');
for (const { batch, name, facesPerSecond, peakMiB } of rows)
  console.log(`| ${batch} | ${name} | ${facesPerSecond.toFixed(1)} | ${peakMiB.toFixed(0)} |`);
