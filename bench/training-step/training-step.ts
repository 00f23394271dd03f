// `npm run bench -- [--sizes B/32,B/16] [--batches 8,32] [--rounds 3] [--minutes 20] [--python PYTHON] [--out FILE.json]`: complete
// training steps compared with PyTorch, alternating on the same cores, as medians and as ratios within a round. Every second round runs in
// reverse order. A round starts only if it fits into the minutes; a contestant that fails is skipped, with the reason below the table.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MpaferError } from '../../src/core/errors.ts';
import { contestants as everyone } from './contestants.ts';
import { randomWeights, sizes } from './sizes.ts';
import { type Clock, markdownOf, type Round, rowsOf } from './table.ts';
import type { Request, Timing } from './task.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: 'B/32,B/16' },
    batches: { type: 'string', default: '8,32' },
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '20' },
    steps: { type: 'string', default: '2' },
    warmup: { type: 'string', default: '0' },
    threads: { type: 'string', default: String(availableParallelism()) },
    clock: { type: 'string', default: 'wall' },
    python: { type: 'string', default: 'python3' },
    precisions: { type: 'string', default: 'float32,int8' },
    variants: { type: 'string', default: 'plain,cut,sdpa,compile,bf16' },
    scratch: { type: 'string', default: join(tmpdir(), 'mpafer-bench') },
    out: { type: 'string' },
  },
});

const listed = (text: string) => text.split(',').filter(Boolean);
const unknown = listed(values.sizes).find((size) => !(size in sizes));
if (unknown !== undefined) {
  throw new MpaferError('usage', `Unknown size "${unknown}"; expected ${Object.keys(sizes).join(', ')}`);
}
mkdirSync(values.scratch, { recursive: true });
const contestants = everyone(listed(values.precisions), listed(values.variants), values.python);
const counts = { warmup: Number(values.warmup), steps: Number(values.steps), threads: Number(values.threads) };
const requests = listed(values.sizes).flatMap((size): readonly Request[] => {
  const weights = randomWeights(size, values.scratch);
  return listed(values.batches).map((batch) => ({ size, weights, batch: Number(batch), ...counts }));
});

const failures = new Map<string, string>();
const rounds = requests.map((): Round[] => []);
const limit = Number(values.minutes) * 60_000;
let longest = 0;
for (let round = 1; round <= Number(values.rounds); round++) {
  const begin = performance.now();
  if (begin + longest > limit) {
    console.error(`${values.minutes} minutes are not enough for round ${round}`);
    break;
  }
  requests.forEach((request, index) => {
    rounds[index]!.push(oneRound(request, round));
    if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(rowsSoFar(), undefined, 2)}\n`);
  });
  longest = Math.max(longest, performance.now() - begin);
}
console.log(markdownOf(rowsSoFar()));
for (const [name, reason] of failures) console.log(`\n${name} was skipped: ${reason}`);

function oneRound(request: Request, round: number): Round {
  const found = new Map<string, Timing>();
  for (const { name, run } of round % 2 === 1 ? contestants : contestants.toReversed()) {
    if (failures.has(name)) continue;
    const seconds = (performance.now() / 1000).toFixed(0);
    console.error(`${seconds} s: ${request.size}, batch ${request.batch}, round ${round} of ${values.rounds}, ${name}`);
    try {
      found.set(name, run(request));
    } catch (error) {
      failures.set(name, `${(error as Error).message} (${request.size}, batch ${request.batch})`);
    }
  }
  return found;
}

function rowsSoFar() {
  return requests.flatMap(({ size, batch }, index) =>
    rowsOf(size, batch, rounds[index]!, contestants, values.clock as Clock),
  );
}
