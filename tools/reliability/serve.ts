// The server under load: npm run reliability -- serve [SECONDS] [CONNECTIONS]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../test/support/running-server.ts';
import { compareThroughput } from './serve/compare-throughput.ts';
import { makePictures, type Pictures } from './serve/pictures.ts';
import { pythonExample } from './serve/python-example.ts';
import { type Outcome, storm } from './serve/storm.ts';
import { afterWarmUp, grows, medians, type Point, slopeOf } from './slope.ts';

/** Milliseconds of event-loop delay that 99 of 100 looks may see at most. */
const mostLag = 100;
/** Megabytes that the process may grow in a minute after its warm-up. */
const mostGrowth = 4;

/** Limits that let the slow and the oversized be seen within seconds. */
const limits = ['--max-picture', '2', '--max-body', '8', '--max-pause', '3', '--max-upload', '8', '--log', 'json'];

/** @returns whether every bar was met */
export async function serve([seconds = '300', connections = '64']: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'mpafer-serve-'));
  try {
    const pictures = await makePictures(folder);
    const held = [
      await underStorm(pictures, Number(seconds), Number(connections)),
      await endedUnderLoad(pictures, Number(connections)),
      await compareThroughput(pictures, Number(connections)),
      await pythonExample(folder),
    ];
    return held.every(Boolean);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Look {
  /** Seconds since the start. */
  readonly at: number;
  readonly lag: number;
  readonly megabytes: number;
}

/** Good, bad, oversized, slow, stalling and leaving clients for so long. */
async function underStorm(pictures: Pictures, seconds: number, connections: number): Promise<boolean> {
  const server = await startServer([...limits, '--faces', pictures[0]!.mode]);
  const looks: Look[] = [];
  const begin = performance.now();
  const timer = setInterval(async () => {
    try {
      const text = await (await fetch(`${server.address}/metrics`)).text();
      const value = (pattern: RegExp) => Number(pattern.exec(text)![1]);
      looks.push({
        at: (performance.now() - begin) / 1000,
        lag: 1000 * value(/^mpafer_event_loop_lag_seconds\{quantile="0\.99"\} (.+)$/m),
        megabytes: value(/^process_resident_memory_bytes (.+)$/m) / 2 ** 20,
      });
    } catch (error) {
      console.log(`The metrics could not be read: ${(error as Error).message}`);
    }
  }, 2000);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), seconds * 1000);
  const outcomes = await storm(server.address, pictures, connections, controller.signal);
  clearInterval(timer);
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  await stopped(server);

  console.log(
    `\nStorm: ${seconds} s, ${connections} connections, ${total(outcomes)} requests, after which ${metrics.match(/^mpafer_open_requests .+$/m)![0]}, ${metrics.match(/^mpafer_dropped_pictures_total .+$/m)?.[0] ?? 'none dropped'}`,
  );
  console.log('\n| kind | answers, by status | as expected |\n|---|---|---|');
  let right = true;
  for (const [kind, { answers, wrong }] of Object.entries(outcomes)) {
    const counts = Object.entries(answers).map(([status, count]) => `${status}: ${count}`);
    console.log(
      `| ${kind} | ${counts.join(', ')} | ${wrong.length === 0 ? 'all' : `${wrong.length} not: ${wrong.slice(0, 3).join('; ')}`} |`,
    );
    right &&= wrong.length === 0;
  }
  const lags = looks.map(({ lag }) => lag).sort((a, b) => a - b);
  const [median, worst] = [lags[Math.floor(lags.length / 2)]!, lags.at(-1)!];
  console.log(
    `\nEvent-loop delay, 99th percentile of each 2 s: median ${median.toFixed(1)} ms, largest ${worst.toFixed(1)} ms, limit ${mostLag} ms`,
  );
  const points = looks.map(({ at, megabytes }): Point => ({ x: at / 60, y: megabytes }));
  // Until the largest batch of the largest pictures has come by, memory grows to what that takes.
  const warm = afterWarmUp(points, 0.5);
  const line = slopeOf(warm);
  console.log(
    `Resident memory, median of each minute: ${medians(points).map(Math.round).join(', ')} MB; slope of the second half ${line.slope.toFixed(2)} +- ${line.error.toFixed(2)} MB per minute, limit ${mostGrowth}`,
  );
  return right && worst < mostLag && !grows(line, mostGrowth) && /^mpafer_open_requests 0$/m.test(metrics);
}

/** SIGTERM in the middle of a load of good requests: every 200 that the server logged arrived. */
async function endedUnderLoad(pictures: Pictures, connections: number): Promise<boolean> {
  const rounds = 3;
  let [arrived, logged, refused] = [0, 0, 0];
  let held = true;
  for (let round = 0; round < rounds; round++) {
    const server = await startServer([...limits, '--faces', pictures[0]!.mode, '--drain', '600']);
    const controller = new AbortController();
    setTimeout(() => server.child.kill('SIGTERM'), 1500 + 400 * round);
    void server.ended.then(() => controller.abort());
    const outcomes = await storm(server.address, pictures, connections, controller.signal, ['picture', 'form']);
    const code = await server.ended;
    if (code !== 0) console.log(`It ended with ${code}: ${server.said.stderr}`);
    held &&= code === 0;
    const lines = server.said.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { path: string; status: number });
    const answered = lines.filter(({ path }) => path === '/v1/recognise');
    logged += answered.filter(({ status }) => status === 200).length;
    held &&= answered.every(({ status }) => status === 200 || status === 503 || status === 429);
    for (const { answers, wrong } of Object.values(outcomes)) {
      arrived += answers[200] ?? 0;
      refused += answers[503] ?? 0;
      if (wrong.length > 0) console.log(`Not as expected: ${wrong.slice(0, 3).join('; ')}`);
      held &&= wrong.length === 0;
    }
  }
  console.log(
    `\nSIGTERM under load, ${rounds} times with ${connections} connections: ${logged} requests were accepted and answered with 200, ${arrived} of these answers arrived; ${refused} were asked to retry later`,
  );
  return held && arrived === logged;
}

async function stopped(server: RunningServer): Promise<void> {
  server.child.kill('SIGTERM');
  const code = await server.ended;
  if (code !== 0) console.log(`The server ended with ${code}: ${server.said.stderr}`);
}

const total = (outcomes: Readonly<Record<string, Outcome>>): number =>
  Object.values(outcomes).reduce((sum, { answers }) => sum + Object.values(answers).reduce((a, b) => a + b, 0), 0);
