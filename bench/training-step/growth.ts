// Time and memory of a training step as a function of batch, classes, visual prompts and patches, one SVG file each.
//   node bench/training-step/growth.ts --out FOLDER [--size B/32] [--steps 2] [--precisions float32,int8] [--of batch,classes,prompts,patches] [--scratch FOLDER]
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lineChart } from '../../src/report/charts/line-chart.ts';
import { randomWeights, sizes } from './sizes.ts';
import { median } from './table.ts';
import type { Request, Timing } from './task.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/growth' },
    size: { type: 'string', default: 'B/32' },
    steps: { type: 'string', default: '2' },
    precisions: { type: 'string', default: 'float32,int8' },
    of: { type: 'string', default: 'batch,classes,prompts,patches' },
    scratch: { type: 'string', default: join(tmpdir(), 'mpafer-bench') },
  },
});

const { patch } = sizes[values.size]!.image;
const axes: Readonly<
  Record<
    string,
    { readonly title: string; readonly at: readonly number[]; readonly of: (x: number) => Partial<Request> }
  >
> = {
  batch: { title: 'images a step', at: [1, 4, 8, 16, 32], of: (batch) => ({ batch }) },
  classes: { title: 'classes', at: [2, 7, 28, 56], of: (classes) => ({ classes }) },
  prompts: { title: 'visual prompts per layer', at: [1, 8, 32, 64], of: (visualPrompts) => ({ visualPrompts }) },
  patches: { title: 'patches per image', at: [3, 7, 10, 14], of: (side) => ({ side: side * patch }) },
};

mkdirSync(values.scratch, { recursive: true });
mkdirSync(values.out, { recursive: true });
const base: Request = {
  size: values.size,
  weights: randomWeights(values.size, values.scratch),
  batch: 8,
  classes: 7,
  visualPrompts: 8,
  side: sizes[values.size]!.image.size,
  warmup: 0,
  steps: Number(values.steps),
  threads: availableParallelism(),
};
const script = fileURLToPath(new URL('mpafer.ts', import.meta.url));
const all: Record<string, unknown> = {};
/** Measurements so far: the axes share the benchmark's default step. */
const known = new Map<string, Timing>();

function timingOf(request: string, precision: string): Timing {
  const key = `${precision} ${request}`;
  const output = () => execFileSync(process.execPath, [script, request, precision], { encoding: 'utf8' });
  const timing = known.get(key) ?? (JSON.parse(output().trim().split('\n').at(-1)!) as Timing);
  known.set(key, timing);
  return timing;
}

for (const name of values.of.split(',')) {
  const { title, at, of } = axes[name]!;
  const measured = values.precisions.split(',').map((precision) => ({
    name: precision,
    points: at.map((x) => {
      const { stepMs, peakMiB } = timingOf(JSON.stringify({ ...base, ...of(x) }), precision);
      console.error(`${name} ${x}, ${precision}: ${median(stepMs).toFixed(0)} ms, ${peakMiB.toFixed(0)} MiB`);
      return { x: name === 'patches' ? x * x : x, ms: median(stepMs), peakMiB };
    }),
  }));
  all[name] = measured;
  const drawn = (what: string, y: string, of: (point: { ms: number; peakMiB: number }) => number) =>
    lineChart({
      title: `${what} of a step`,
      description: `${what} of one training step of ViT-${values.size} against ${title}, in ${values.precisions}`,
      x: title,
      y,
      width: 420,
      limits: [0, 1.05 * Math.max(...measured.flatMap(({ points }) => points.map(of)))],
      series: measured.map(({ name, points }) => ({
        name,
        points: points.map((point) => ({ x: point.x, y: of(point) })),
      })),
      write: (value) => value.toFixed(0),
    });
  writeFileSync(
    join(values.out, `${name}-time.svg`),
    drawn('Time', 'ms', ({ ms }) => ms),
  );
  writeFileSync(
    join(values.out, `${name}-memory.svg`),
    drawn('Peak memory', 'MiB', ({ peakMiB }) => peakMiB),
  );
  writeFileSync(join(values.out, 'growth.json'), `${JSON.stringify(all, undefined, 2)}\n`);
}
