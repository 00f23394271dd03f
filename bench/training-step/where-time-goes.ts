// Time per operator of a training step, from the runtime's own profile.
//   node bench/training-step/where-time-goes.ts [--size B/32] [--batch 8] [--precision float32] [--steps 3] [--scratch FOLDER]
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import type { Precision } from '../../src/configuration/precision.ts';
import { random } from '../../src/core/random.ts';
import { withoutTelemetry } from '../../src/engine/node/without-telemetry.ts';
import { readyModel } from '../../src/engine/ready-model.ts';
import { sessionOptions } from '../../src/engine/serve.ts';
import { cost } from '../../src/graph/cost.ts';
import { writeOnnx } from '../../src/onnx/model.ts';
import { inPrecision } from '../../src/recognise/in-precision.ts';
import { randomClip } from './random-clip.ts';
import { stepGraph } from './step-graph.ts';

withoutTelemetry();

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'B/32' },
    batch: { type: 'string', default: '8' },
    precision: { type: 'string', default: 'float32' },
    steps: { type: 'string', default: '3' },
    scratch: { type: 'string', default: join(tmpdir(), 'mpafer-bench') },
  },
});
const batch = Number(values.batch);
const steps = Number(values.steps);
const clip = randomClip(values.size, values.scratch);
const graph = stepGraph(clip.config, frozenWeights(clip.weights));
const model = await readyModel(writeOnnx(await inPrecision(values.precision as Precision, clip, graph.outputs)));
const folder = mkdtempSync(join(tmpdir(), 'mpafer-profile-'));
const { source } = clip.weights.logitScale.file;
const session = await InferenceSession.create(model.bytes, {
  ...sessionOptions(model, { provider: 'cpu', fallback: true }),
  intraOpNumThreads: availableParallelism(),
  extra: { session: { model_external_initializers_file_folder_path: dirname(source as string) } },
  enableProfiling: true,
  profileFilePrefix: join(folder, 'profile'),
});
const normal = random(1).split('feeds').normal;
const feeds: Record<string, Tensor> = {};
for (const { name, shape } of model.inputs) {
  const lengths = shape.map((length) => (typeof length === 'string' ? batch : length));
  const count = lengths.reduce((product, length) => product * length, 1);
  const numbers = Float32Array.from({ length: count }, (_, at) => {
    if (name !== 'targets') return name === 'pixels' ? normal() : 0.02 * normal();
    const classes = lengths[1]!;
    return at % classes === Math.floor(at / classes) % classes ? 1 : 0;
  });
  feeds[name] = new Tensor('float32', numbers, lengths);
}
for (let step = 0; step < steps + 1; step++) await session.run(feeds);
session.endProfiling();

interface Event {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args: { readonly op_name?: string };
}

const file = readFileSync(join(folder, newest()), 'utf8');
rmSync(folder, { recursive: true });
const events = JSON.parse(file) as Event[];
// The first step allocates memory and is not counted.
const [, second] = events.filter(({ name }) => name === 'model_run').sort((a, b) => a.ts - b.ts);
const times = new Map<string, { ms: number; calls: number }>();
for (const { cat, name, ts, dur, args } of events) {
  if (cat !== 'Node' || !name.endsWith('_kernel_time') || ts < second!.ts) continue;
  const own = times.get(args.op_name!) ?? { ms: 0, calls: 0 };
  times.set(args.op_name!, { ms: own.ms + dur / 1000 / steps, calls: own.calls + 1 / steps });
}
const total = [...times.values()].reduce((sum, { ms }) => sum + ms, 0);
const { operations, bytes } = cost(Object.values(graph.outputs), batch);
console.log(`${values.size}, batch ${batch}, ${values.precision}: ${total.toFixed(0)} ms in operators per step`);
console.log(
  `${(operations / 1e9).toFixed(0)} Gop, ${(bytes / 1e9).toFixed(1)} GB moved if nothing were cached (as float32)`,
);
console.log('\n| operator | calls | ms | share |\n|---|---|---|---|');
for (const [name, { ms, calls }] of [...times].sort(([, a], [, b]) => b.ms - a.ms).slice(0, 14))
  console.log(`| ${name} | ${Math.round(calls)} | ${ms.toFixed(1)} | ${((100 * ms) / total).toFixed(1)} % |`);

function newest(): string {
  return readdirSync(folder).find((name) => name.endsWith('.json'))!;
}
