// `npm run bench -- [--sizes B/32,B/16] [--batches 8,32] [--rounds 3] [--python PYTHON] [--out FILE.json]`: whole training steps beside
// PyTorch, in turn on the same cores, as medians and as ratios of the same round. A contestant that fails is told of and left out.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MpaferError } from '../../src/core/errors.ts';
import { randomWeights, sizes } from './sizes.ts';
import type { Request, Timing } from './task.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: 'B/32,B/16' },
    batches: { type: 'string', default: '8,32' },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '3' },
    warmup: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    python: { type: 'string', default: 'python3' },
    precisions: { type: 'string', default: 'float32,int8' },
    variants: { type: 'string', default: 'plain,cut,sdpa,compile,bf16' },
    scratch: { type: 'string', default: join(tmpdir(), 'mpafer-bench') },
    out: { type: 'string' },
  },
});

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const listed = (text: string) => text.split(',').filter(Boolean);
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

interface Row {
  readonly size: string;
  readonly batch: number;
  readonly name: string;
  readonly stepMs: number;
  readonly imageMs: number;
  readonly toPlain?: number;
  readonly peakMiB: number;
  readonly firstStepMs: number;
}

/** A contestant's program and what it is called with beside the request. */
interface Contestant {
  readonly name: string;
  readonly run: (request: Request) => Timing;
}

const contestants: readonly Contestant[] = [
  ...listed(values.precisions).map((precision) => ({
    name: `mpafer ${precision}`,
    run: (request: Request) => timingOf(process.execPath, [here('mpafer.ts'), JSON.stringify(request), precision]),
  })),
  ...listed(values.variants).map((variant) => ({
    name: `PyTorch ${variant}`,
    run: (request: Request) =>
      timingOf(values.python, [here('../pytorch/training_step.py'), JSON.stringify(request), variant]),
  })),
];

const unknown = listed(values.sizes).find((size) => !(size in sizes));
if (unknown !== undefined) {
  throw new MpaferError('usage', `Cannot measure size "${unknown}": sizes are ${Object.keys(sizes).join(', ')}`);
}
mkdirSync(values.scratch, { recursive: true });
const rows: Row[] = [];
for (const size of listed(values.sizes)) {
  const weights = randomWeights(size, values.scratch);
  for (const batch of listed(values.batches).map(Number)) {
    const counts = { warmup: Number(values.warmup), steps: Number(values.steps), threads: Number(values.threads) };
    rows.push(...measured({ size, weights, batch, ...counts }));
    if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
}
console.log('| size | batch | | step, ms | an image, ms | to plain PyTorch | peak, MiB | first step, ms |');
console.log('|---|---|---|---|---|---|---|---|');
for (const { size, batch, name, stepMs, imageMs, toPlain, peakMiB, firstStepMs } of rows) {
  const ratio = toPlain === undefined ? '-' : toPlain.toFixed(2);
  const numbers = [stepMs.toFixed(0), imageMs.toFixed(1), ratio, peakMiB.toFixed(0), firstStepMs.toFixed(0)];
  console.log(`| ${[size, batch, name, ...numbers].join(' | ')} |`);
}

function measured(request: Request): Row[] {
  const found = new Map<string, Timing[]>();
  const ratios = new Map<string, number[]>();
  const failed = new Set<string>();
  for (let round = 1; round <= Number(values.rounds); round++) {
    const own = new Map<string, Timing>();
    for (const { name, run } of contestants) {
      if (failed.has(name)) continue;
      console.error(`${request.size}, batch ${request.batch}, round ${round} of ${values.rounds}: ${name}`);
      try {
        own.set(name, run(request));
      } catch (error) {
        failed.add(name);
        console.error(`${name} is left out: ${(error as Error).message.trim().split('\n').at(-1)}`);
      }
    }
    const plain = own.get('PyTorch plain');
    for (const [name, timing] of own) {
      found.set(name, [...(found.get(name) ?? []), timing]);
      if (plain === undefined) continue;
      ratios.set(name, [...(ratios.get(name) ?? []), median(timing.stepMs) / median(plain.stepMs)]);
    }
  }
  return [...found].map(([name, timings]): Row => {
    const stepMs = median(timings.flatMap((each) => each.stepMs));
    const own = ratios.get(name);
    return {
      size: request.size,
      batch: request.batch,
      name,
      stepMs,
      imageMs: stepMs / request.batch,
      ...(own && { toPlain: median(own) }),
      peakMiB: median(timings.map(({ peakMiB }) => peakMiB)),
      firstStepMs: median(timings.map(({ firstStepMs }) => firstStepMs)),
    };
  });
}

function timingOf(program: string, args: readonly string[]): Timing {
  const output = execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(output.trim().split('\n').at(-1)!) as Timing;
}
