// A program of its own, started with --expose-gc: counts glibc's pools of memory before and after twelve threads start, and measures what is
// resident after a gap was left in one of them and some seconds went by; with free memory returned, or without.
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { returnFreeMemory } from '../../src/platform/node/memory-pools.ts';

/** A pool begins at 64 MiB of addresses: what is in use, then what is kept for it. */
function pools(): number {
  let [count, start, end] = [0, 0, 0];
  for (const [, from, to, access] of readFileSync('/proc/self/maps', 'utf8').matchAll(
    /^([0-9a-f]+)-([0-9a-f]+) (....)/gm,
  )) {
    const [first, last] = [Number.parseInt(from!, 16), Number.parseInt(to!, 16)];
    if (first === end && access === '---p' && last - start === 2 ** 26) count++;
    [start, end] = [first, last];
  }
  return count;
}

const megabytes = () => process.memoryUsage.rss() / 2 ** 20;

const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
const glibc = process.platform === 'linux' && header.glibcVersionRuntime !== undefined;
using memory = process.argv[2] === 'return' ? await returnFreeMemory() : undefined;
const before = glibc ? pools() : 0;
const thread = 'require("node:worker_threads").parentPort.postMessage(1); setInterval(() => {}, 1e6)';
const threads = Array.from({ length: 12 }, () => new Worker(thread, { eval: true }));
await Promise.all(threads.map((worker) => new Promise((ready) => worker.once('message', ready))));
const after = glibc ? pools() : 0;
await Promise.all(threads.map((worker) => worker.terminate()));

let kept: Uint8Array[] | undefined = Array.from({ length: 3000 }, () => new Uint8Array(50_000).fill(1));
// Above the gap, so that it is no end that could be cut off.
const last = kept.at(-1)!;
const full = megabytes();
kept = undefined;
globalThis.gc!();
await setTimeout(7000);
const returned = full - megabytes();
console.log(JSON.stringify({ glibc, works: memory !== undefined, before, after, returned, last: last.length }));
