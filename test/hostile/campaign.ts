// Fuzzing campaigns: each case is generated from a seed and must end in success or in a named error.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { type ErrorCode, MpaferError } from '../../src/core/errors.ts';
import { type Random, random } from '../../src/core/random.ts';

/** Reads one hostile file completely. Resolves if it was accepted, throws if it was refused. */
export type Attempt = (source: Random) => Promise<void> | void;

export interface Campaign {
  readonly name: string;
  /** What is damaged. */
  readonly what: string;
  /** Number of cases in a full run. */
  readonly cases: number;
  /** @param folder an empty folder for its files, removed after the campaign */
  prepare(folder: string): Promise<Attempt>;
}

export interface Failure {
  readonly index: number;
  readonly error: unknown;
}

export interface Outcome {
  readonly cases: number;
  readonly accepted: number;
  /** How often each named error was thrown. */
  readonly refused: Readonly<Partial<Record<ErrorCode, number>>>;
  /** Cases that ended in any other way. */
  readonly failures: readonly Failure[];
  /** The case with the most CPU time, in milliseconds, which a busy machine does not affect. */
  readonly slowest: { readonly milliseconds: number; readonly index: number };
}

/** The random numbers of one case, independent of the number of cases, so that a failure can be rerun on its own. */
export const caseSource = (campaign: string, seed: number, index: number): Random =>
  random(seed).split('hostile', campaign, index);

/** @param first index of the first case */
export async function runCampaign(campaign: Campaign, cases: number, seed = 1, first = 0): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'mpafer-hostile-'));
  try {
    return await runCases(await campaign.prepare(folder), campaign.name, cases, seed, first);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runCases(attempt: Attempt, name: string, cases: number, seed: number, first: number): Promise<Outcome> {
  const refused: Partial<Record<ErrorCode, number>> = {};
  const failures: Failure[] = [];
  let [accepted, slowest] = [0, { milliseconds: 0, index: first }];
  for (let index = first; index < first + cases; index++) {
    const began = process.cpuUsage();
    try {
      await attempt(caseSource(name, seed, index));
      accepted++;
    } catch (error) {
      if (error instanceof MpaferError) refused[error.code] = (refused[error.code] ?? 0) + 1;
      else failures.push({ index, error });
    }
    const { user, system } = process.cpuUsage(began);
    const milliseconds = (user + system) / 1000;
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, index };
    // Native memory is released only between turns of the event loop.
    if (index % 64 === 0) await breathe();
  }
  return { cases, accepted, refused, failures, slowest };
}
