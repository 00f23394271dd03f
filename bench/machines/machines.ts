// How training scales over ranks: measured on this machine, in network namespaces with 1 Gbit/s, and an estimate for larger clusters.
//   node bench/machines/machines.ts --weights FOLDER [--size B/16] [--steps 3] [--rate 1gbit]
//   node bench/machines/machines.ts --size B/16 --fit 180,202    (the estimate alone, from ms of text and of an image)
// Needs both MPIs (Debian: openmpi-bin, mpich); namespaces need root. Prints Markdown.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomWeights } from '../training-step/sizes.ts';
import { printEstimate } from './estimate.ts';
import { head, row } from './markdown-table.ts';
import { fitStep, type NetworkModel, type StepModel } from './model.ts';
import { type Network, openNetwork } from './network.ts';
import type { RankRequest, RankResult } from './rank.ts';

const { values } = parseArgs({
  options: {
    weights: { type: 'string' },
    size: { type: 'string', default: 'B/16' },
    steps: { type: 'string', default: '3' },
    rate: { type: 'string', default: '1gbit' },
    fit: { type: 'string' },
  },
});
const { size } = values;
const print = (line = '') => console.log(line);
if (values.fit !== undefined) {
  const [text, image] = values.fit.split(',').map(Number);
  printEstimate(size, { text: text!, image: image! });
  process.exit();
}
if (values.weights === undefined) throw new Error('Name a folder for random weights: --weights FOLDER');
const steps = Number(values.steps);
const weights = randomWeights(size, values.weights);
const rank = fileURLToPath(new URL('rank.ts', import.meta.url));

const openMpi = ['mpirun.openmpi', '--allow-run-as-root', '--oversubscribe', '--bind-to', 'none'];
const launchers = {
  'Open MPI': (ranks: number) => [...openMpi, '-n', String(ranks)],
  MPICH: (ranks: number) => ['mpiexec.mpich', '-n', String(ranks)],
} as const;

function run(command: readonly string[], request: Omit<RankRequest, 'size' | 'weights' | 'steps'>): RankResult {
  // Escaped, as it passes through shells on its way to other machines.
  const text = encodeURIComponent(JSON.stringify({ size, weights, steps, ...request }));
  const [file, ...args] = [...command, process.execPath, rank, text];
  const { status, stdout, stderr } = spawnSync(file!, args, { encoding: 'utf8' });
  const line = stdout.split('\n').find((each) => each.startsWith('{'));
  if (line === undefined) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(line) as RankResult;
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
print(`${size}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0]!.toFixed(1)} at the start`);

print('\n## One process, by the images in a part\n');
const cores = Math.min(2, cpus().length);
head('images', `step, ms (${cores} threads)`);
const measured = [1, 2, 4, 8].map((images) => {
  const ms = median(run([], { batch: images, microBatch: images, threads: cores }).stepMs);
  row(images, ms.toFixed(0));
  return { images, ms };
});
const model: StepModel = fitStep(measured);
print(`\nFit: ${model.text.toFixed(0)} ms + ${model.image.toFixed(0)} ms an image`);

print('\n## Ranks of one thread on this machine, batch 8 in parts of 2\n');
head('ranks', 'MPI', 'step, ms', 'exchange, ms', 'loss');
const batch = { batch: 8, microBatch: 2, threads: 1 };
const single = run([], batch);
row(1, 'none', median(single.stepMs).toFixed(0), '', single.loss);
for (const ranks of [2, 4]) {
  for (const [name, command] of Object.entries(launchers)) {
    const { stepMs, exchangeMs, loss } = run(command(ranks), batch);
    if (loss !== single.loss) throw new Error(`${ranks} ranks of ${name} have loss ${loss}; expected ${single.loss}`);
    row(ranks, name, median(stepMs).toFixed(0), median(exchangeMs).toFixed(1), loss);
  }
}

print(`\n## Ranks in network namespaces, ${values.rate} each\n`);
head('ranks', 'KB of a rank', 'step, ms', 'exchange, ms');
const exchanges: { readonly bytes: number; readonly ms: number }[] = [];
for (const ranks of [2, 4]) {
  using network: Network = openNetwork(ranks, values.rate);
  const command = [
    ...[network.agent, network.hosts[0]!, ...openMpi, '-n', String(ranks), '--host', network.hosts.join(',')],
    ...['--mca', 'plm_rsh_agent', network.agent, '--mca', 'plm_rsh_no_tree_spawn', '1', '--mca', 'routed', 'direct'],
    ...['--mca', 'btl', 'tcp,self', '--mca', 'pml', 'ob1'],
    ...['--mca', 'btl_tcp_if_include', network.subnet, '--mca', 'oob_tcp_if_include', network.subnet],
  ];
  for (const microBatch of [1, 2]) {
    const { stepMs, exchangeMs, exchangeBytes } = run(command, { ...batch, microBatch });
    const ms = median(exchangeMs);
    exchanges.push({ bytes: (ranks - 1) * exchangeBytes, ms });
    row(ranks, (exchangeBytes / 1000).toFixed(0), median(stepMs).toFixed(0), ms.toFixed(1));
  }
}
const fitted = fitStep(exchanges.map(({ bytes, ms }) => ({ images: bytes, ms })));
const measuredNetwork: NetworkModel = {
  name: `${values.rate}, as measured`,
  latency: Math.max(1, fitted.text),
  bandwidth: 1 / fitted.image,
};
print(
  `\nFit: ${fitted.text.toFixed(1)} ms + ${(measuredNetwork.bandwidth / 1000).toFixed(0)} MB/s into a rank (the wire allows 125)`,
);

printEstimate(size, model, measuredNetwork);
print(`\nload ${loadavg()[0]!.toFixed(1)} at the end`);
