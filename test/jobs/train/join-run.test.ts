// A run folder written by a team in memory: by its leader alone, with the bytes of a single process.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { finish } from '../../../src/core/finish.ts';
import type { JobEvent } from '../../../src/jobs/job-event.ts';
import { joinRun } from '../../../src/jobs/train/join-run.ts';
import { type TrainRunOptions, trainRun } from '../../../src/jobs/train/train-run.ts';
import { readJson } from '../../../src/platform/node/files/read-json.ts';
import type { Team } from '../../../src/team/team.ts';
import { runFiles } from '../../../src/train/run-files.ts';
import { writeDrawings } from '../../support/drawings.ts';
import { contentOf } from '../../support/folder-content.ts';
import { errorsOnAll, memoryTeam } from '../../support/memory-team.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';

const root = await mkdtemp(join(tmpdir(), 'mpafer-join-'));
after(() => rm(root, { recursive: true, force: true }));
const clip = await writeTinyModel(join(root, 'clip'));
const data = `folder:${await writeDrawings(join(root, 'drawings'))}`;
const out = (name: string) => join(root, 'runs', name);
const configuration = { epochs: 1, batch: 8, microBatch: 4, warmupEpochs: 0, learningRate: 0.3 };
const options = (name: string): TrainRunOptions => ({ data, clip, out: out(name), configuration, threads: 1 });

/** The part of a rank. */
const rankOf = async (member: Team, job: TrainRunOptions, say: (event: JobEvent) => void = () => {}): Promise<void> => {
  if (member.rank === 0) await finish(trainRun({ ...job, team: member }), say);
  else await joinRun({ ...job, team: member });
};
const together = (size: number, job: TrainRunOptions, say?: (event: JobEvent) => void) =>
  errorsOnAll(memoryTeam(size), (member) => rankOf(member, job, say));

const notes = (events: readonly JobEvent[]): string =>
  events.map((event) => (event.kind === 'note' ? event.message : '')).join('\n');

let single: Readonly<Record<string, string>>;
before(async () => {
  await finish(trainRun(options('single')));
  single = await contentOf(out('single'));
});

test('three ranks leave the folder of one, and those without a part are reported', async () => {
  const events: JobEvent[] = [];
  assert.deepEqual(await together(3, options('three'), (event) => events.push(event)), [
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(await contentOf(out('three')), single);
  assert.match(notes(events), /^3 ranks on 1 machine, 1 thread per step each$/m);
  assert.match(notes(events), /a batch has 2 parts for 3 ranks: the others wait, unless microBatch is smaller/);
});

test('a run that was given neither parts nor threads gets a part for each rank, a fair number of threads, and records both', async () => {
  const { microBatch: _, ...whole } = configuration;
  const { threads: __, ...job } = options('parts');
  const events: JobEvent[] = [];
  const ended = await together(2, { ...job, configuration: whole }, (event) => events.push(event));
  assert.deepEqual(ended, [undefined, undefined]);
  assert.match(notes(events), /microBatch=4: a batch of 8 in 2 parts, shared by the ranks/);
  const record = async (name: string) => Object(await readJson(join(out('parts'), name), 'run'));
  assert.equal((await record(runFiles.configuration)).configuration.microBatch, 4);
  const { threadsPerStep } = await record(runFiles.environment);
  assert.equal(threadsPerStep, Math.max(1, Math.floor(availableParallelism() / 2)));
  if (threadsPerStep === 1) assert.equal((await contentOf(out('parts')))[runFiles.last], single[runFiles.last]);
});

test('a run that computes its batches at once is not resumed by a team, and left as it is', async () => {
  const run = out('whole');
  await cp(out('single'), run, { recursive: true });
  const record = Object(await readJson(join(run, runFiles.configuration), 'run'));
  const { microBatch: _, ...whole } = record.configuration;
  await writeFile(join(run, runFiles.configuration), JSON.stringify({ ...record, configuration: whole }));
  const found = await contentOf(run);
  const { configuration: __, ...job } = options('whole');
  for (const error of await together(2, { ...job, resume: true })) {
    assert.equal((error as Error).message, 'Cannot train on 2 ranks: this run computes each batch at once');
  }
  assert.deepEqual(await contentOf(run), found);
});

test('a folder in use, different options and data that one rank lacks are refused on all ranks', async () => {
  for (const error of await together(2, options('single'))) {
    assert.match((error as Error).message, /it already contains a run/);
  }
  const own = (member: Team) =>
    rankOf(member, { ...options('refused'), configuration: { ...configuration, epochs: 2 + member.rank } });
  for (const error of await errorsOnAll(memoryTeam(2), own)) {
    assert.match(
      (error as Error).message,
      /^Cannot train on 2 ranks: the list of settings is .* on rank 0 and .* on rank 1/,
    );
  }
  assert.equal(existsSync(out('refused')), false);
});
