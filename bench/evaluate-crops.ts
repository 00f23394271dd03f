// Faces per second of a whole evaluation: files of drawn faces read, decoded, reduced and recognised, on this version or on another.
//
//   node bench/evaluate-crops.ts [--count 3059] [--side 200] [--beside CHECKOUT] [--rounds 3]
//
// Draws the faces once into the system's folder of temporary files. `--beside` measures another checkout of mpafer in turns with this one,
// so that whatever else the machine does falls on both. Times include starting the program and opening the model.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDataset } from '../src/data/open-dataset.ts';
import { nodeDataHost } from '../src/platform/node/files/data-host.ts';
import { loadSharp } from '../src/platform/node/images/sharp.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '3059' },
    side: { type: 'string', default: '200' },
    beside: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
});
const folder = await drawnCrops(Number(values.count), Number(values.side));
const here = fileURLToPath(new URL('..', import.meta.url));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const checkout of values.beside === undefined ? [here] : [values.beside, here]) measure(checkout);
}

/** JPEG files of about 10 kB in class folders, drawn when they are not there yet. */
async function drawnCrops(count: number, side: number): Promise<string> {
  const folder = join(tmpdir(), `mpafer-crops-${count}-${side}`);
  if (existsSync(folder)) return folder;
  const sharp = await loadSharp();
  const { samples, classes } = await openDataset(`synthetic:?count=${count}&size=${side}`, nodeDataHost);
  for (const [index, sample] of samples.entries()) {
    const { data, width, height } = await sample.read();
    const jpeg = sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality: 90 });
    const path = join(`${folder}.part`, classes[sample.label]!, `${index}.jpg`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await jpeg.toBuffer());
  }
  renameSync(`${folder}.part`, folder);
  return folder;
}

function measure(checkout: string): void {
  const started = performance.now();
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['bin/mpafer.js', 'evaluate', '--data', `folder:${folder}`, '--run', 'fer2013', '--split', 'all', '--json'],
    { cwd: checkout, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - started) / 1000;
  const { n } = JSON.parse(stdout) as { n: number };
  const digest = createHash('sha256').update(stdout).digest('hex').slice(0, 12);
  const load = loadavg()[0]!.toFixed(1);
  console.log(
    `${checkout}: ${n} faces in ${seconds.toFixed(1)} s, ${(n / seconds).toFixed(0)}/s, load ${load}, ${digest}`,
  );
}
