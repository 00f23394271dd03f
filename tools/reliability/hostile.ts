// The fuzzing campaigns at full counts, each kind in a separate process with little memory. Prints a table.
// npm run reliability -- hostile [KIND] [CASES] [FIRST]
import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { runCampaign } from '../../test/hostile/campaign.ts';
import { campaigns } from '../../test/hostile/campaigns.ts';

const heapMegabytes = 256;
/** Limits on additional memory of the process, and on CPU time per case. */
const limits = { megabytes: 1024, seconds: 5 };

const columns = ['kind', 'cases', 'accepted', 'refused by name', 'failures', 'slowest case', 'memory', 'time'];

/** Runs all kinds, or one. @returns whether every case passed */
export function hostile([name, count, first]: readonly string[]): boolean {
  if (name !== undefined && !campaigns.some((campaign) => campaign.name === name)) {
    console.error(`Unknown kind "${name}"; expected one of ${campaigns.map((campaign) => campaign.name).join(', ')}`);
    return false;
  }
  console.log(`| ${columns.join(' | ')} |\n|${columns.map(() => '---|').join('')}`);
  const results = campaigns
    .filter((campaign) => name === undefined || campaign.name === name)
    .map((campaign) => {
      const args = [campaign.name, count ?? String(campaign.cases), first ?? '0'];
      const options = { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } } as const;
      const node = [`--max-old-space-size=${heapMegabytes}`, import.meta.filename, ...args];
      const { status, signal } = spawnSync(process.execPath, node, options);
      if (signal !== null) console.log(`| ${campaign.name} | ended by ${signal} |`);
      return status === 0;
    });
  return results.every(Boolean);
}

/** One campaign, in this process. */
async function alone(name: string, cases: number, first: number): Promise<void> {
  const campaign = campaigns.find((each) => each.name === name)!;
  // Warm up, so that loading and compilation are not counted.
  await runCampaign(campaign, Math.min(50, cases), 2);
  const before = process.resourceUsage().maxRSS / 1024;
  const began = performance.now();
  const { accepted, refused, failures, slowest } = await runCampaign(campaign, cases, 1, first);
  const seconds = (performance.now() - began) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024 - before;
  const refusals = Object.entries(refused).map(([code, times]) => `${code} ${times}`);
  const cells = [
    name,
    cases,
    accepted,
    refusals.join(', '),
    failures.length,
    `${slowest.milliseconds.toFixed(0)} ms`,
    `${before.toFixed(0)} + ${megabytes.toFixed(0)} MB`,
    `${seconds.toFixed(0)} s`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
  for (const { index, error } of failures.slice(0, 5)) {
    console.log(`  case ${index}: ${inspect(error).split('\n').slice(0, 6).join('\n    ')}`);
  }
  if (slowest.milliseconds > limits.seconds * 1000)
    console.log(`  case ${slowest.index} took more than ${limits.seconds} s of CPU time`);
  if (megabytes > limits.megabytes)
    console.log(`  took more than ${limits.megabytes} MB (heap limit ${getHeapStatistics().heap_size_limit})`);
  const held = failures.length === 0 && slowest.milliseconds <= limits.seconds * 1000 && megabytes <= limits.megabytes;
  process.exitCode = held ? 0 : 1;
}

if (import.meta.main) await alone(process.argv[2]!, Number(process.argv[3]), Number(process.argv[4]));
