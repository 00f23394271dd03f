// Pictures per second beside the same recogniser behind a plain HTTP server, which recognises them one after the other.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { keptAlive, postPicture, startServer } from '../../../test/support/running-server.ts';
import type { Pictures } from './pictures.ts';

/** Both run by turns, so that whatever else the machine does meets both. */
const turns = 3;
const seconds = 8;

/** Drawn faces: small files, so that the recogniser has most of the work. */
const faces = 12;

/** Always true: it is a measurement, and machines differ. */
export async function compareThroughput(pictures: Pictures, connections: number): Promise<boolean> {
  const [own, plain] = await Promise.all([startServer(['--log', 'none', ...crops]), startPlain()]);
  const rates: { own: number[]; plain: number[] } = { own: [], plain: [] };
  for (let turn = 0; turn < turns; turn++) {
    rates.own.push(await rateOf(own.address, pictures, connections));
    rates.plain.push(await rateOf(plain.address, pictures, connections));
  }
  const text = await (await fetch(`${own.address}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)![1]);
  own.child.kill('SIGTERM');
  plain.stop();
  await own.ended;
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const [a, b] = [median(rates.own), median(rates.plain)];
  const batch = value('mpafer_batch_pictures_sum') / value('mpafer_batch_pictures_count');
  console.log(
    `\nThroughput, ${connections} connections, crops of 96 pixels, median of ${turns} turns of ${seconds} s: ${a.toFixed(0)} pictures/s with batches of ${batch.toFixed(1)} on average, ${b.toFixed(0)} behind a plain server; ratio ${(a / b).toFixed(2)}`,
  );
  return true;
}

const crops = ['--faces', 'crop'];

async function rateOf(address: string, pictures: Pictures, connections: number): Promise<number> {
  const agent = keptAlive(connections);
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const client = async (number: number) => {
    for (let turn = number; performance.now() < end; turn++) {
      const { status } = await postPicture(address, pictures[turn % faces]!.bytes, { agent });
      if (status === 200) done++;
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, number) => client(number)));
  agent.destroy();
  return done / ((performance.now() - begin) / 1000);
}

async function startPlain(): Promise<{ readonly address: string; stop(): void }> {
  const child = fork(new URL('./plain-server.ts', import.meta.url));
  const [port] = (await once(child, 'message')) as [number];
  return { address: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
