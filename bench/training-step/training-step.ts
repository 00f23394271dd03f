// `npm run bench -- [--sizes B/32,B/16] [--batches 8,32] [--rounds 3] [--python PYTHON]`: whole training steps beside PyTorch,
// in turn on the same cores, as medians and as ratios of the same round.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomWeights } from './sizes.ts';
import type { Request, Timing } from './task.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: 'B/32,B/16' },
    batches: { type: 'string', default: '8,32' },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '3' },
    python: { type: 'string', default: 'python3' },
    variants: { type: 'string', default: 'plain,cut,sdpa,bf16' },
    scratch: { type: 'string', default: join(tmpdir(), 'mpafer-bench') },
    out: { type: 'string' },
  },
});

mkdirSync(values.scratch, { recursive: true });
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

interface Row {
  readonly size: string;
  readonly batch: number;
  readonly name: string;
  readonly stepMs: number;
  readonly toPlain: number;
  readonly peakMiB: number;
  readonly firstStepMs: number;
}

const rows: Row[] = [];
for (const size of values.sizes.split(',')) {
  const weights = randomWeights(size, values.scratch);
  for (const batch of values.batches.split(',').map(Number)) {
    const request: Request = {
      size,
      weights,
      batch,
      warmup: 1,
      steps: Number(values.steps),
      threads: availableParallelism(),
    };
    const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => {
      console.error(`${size}, batch ${batch}, round ${round + 1} of ${values.rounds}`);
      return [
        contestant(process.execPath, [here('mpafer.ts'), JSON.stringify(request)]),
        ...values.variants
          .split(',')
          .map((variant) =>
            contestant(values.python, [here('../pytorch/training_step.py'), JSON.stringify(request), variant]),
          ),
      ];
    });
    for (let index = 0; index < rounds[0]!.length; index++) {
      const own = rounds.map((round) => round[index]!);
      const ratios = rounds.map((round) => {
        const plain = round.find(({ name }) => name === 'PyTorch plain') ?? round[0]!;
        return median(round[index]!.stepMs) / median(plain.stepMs);
      });
      rows.push({
        size,
        batch,
        name: own[0]!.name,
        stepMs: median(own.flatMap(({ stepMs }) => stepMs)),
        toPlain: median(ratios),
        peakMiB: median(own.map(({ peakMiB }) => peakMiB)),
        firstStepMs: median(own.map(({ firstStepMs }) => firstStepMs)),
      });
    }
  }
}
console.log('| size | batch | | step, ms | to plain PyTorch | peak, MiB | first step, ms |');
console.log('|---|---|---|---|---|---|---|');
for (const { size, batch, name, stepMs, toPlain, peakMiB, firstStepMs } of rows) {
  console.log(
    `| ${size} | ${batch} | ${name} | ${stepMs.toFixed(0)} | ${toPlain.toFixed(2)} | ${peakMiB.toFixed(0)} | ${firstStepMs.toFixed(0)} |`,
  );
}
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(rows, undefined, 2)}\n`);

function contestant(program: string, args: readonly string[]): Timing {
  const output = execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(output.trim().split('\n').at(-1)!) as Timing;
}
