// A pretraining run in a folder: reads the faces, trains, keeps checkpoints and a log, goes on where one was kept.
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { ofSplit } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { nodeDataHost } from '../../platform/node/data-host.ts';
import { writeFile } from '../../platform/node/write-file.ts';
import { captionTokenizer } from '../../pretrain/caption-tokenizer.ts';
import { readFaces } from '../../pretrain/face-set.ts';
import type { ModelRecord } from '../../pretrain/model-record.ts';
import { pretrain } from '../../pretrain/pretrain.ts';
import { type PretrainState, readCheckpoint, writeCheckpoint } from '../../pretrain/pretrain-checkpoint.ts';
import { clipConfigOf, type PretrainConfiguration } from '../../pretrain/pretrain-configuration.ts';
import type { Looks, StageEvent } from '../../pretrain/run-stage.ts';
import { sha256, shipModel } from './ship-model.ts';

export interface PretrainRun {
  /** SPEC of the images that train: FERPlus under the rule that keeps every face with a vote, duplicates left out. */
  readonly trainData: string;
  /** SPEC whose validation split is looked at. */
  readonly validData: string;
  /** Where checkpoint and log are kept. */
  readonly folder: string;
  readonly configuration: PretrainConfiguration;
  readonly resume: boolean;
  /** Engines of one thread each. */
  readonly engines: number;
  readonly signal?: AbortSignal | undefined;
  /** What was typed, for the record. */
  readonly command: string;
  readonly say: (line: string) => void;
}

const checkpointFile = 'checkpoint.safetensors';
const logFile = 'log.jsonl';

export async function runPretrain(run: PretrainRun): Promise<void> {
  const { configuration, folder, say } = run;
  await mkdir(folder, { recursive: true });
  const kept = join(folder, checkpointFile);
  if (!run.resume && existsSync(kept))
    throw new MpaferError('run', `Cannot begin a run in "${folder}": it holds a checkpoint`, {
      hint: 'Add --resume to go on with it, or name another folder',
    });
  const train = await openDataset(run.trainData, nodeDataHost);
  const valid = await openDataset(run.validData, nodeDataHost);
  const { tokenizer, json } = captionTokenizer(configuration);
  const classes = train.classes.length;
  const faces = await readFaces(ofSplit(train, 'train'), configuration.size, classes);
  const looked = await readFaces(ofSplit(valid, 'valid'), configuration.size, classes);
  say(`${faces.count} faces to train on, ${looked.count} to look at`);
  const record = {
    configuration: JSON.stringify(configuration),
    data: fingerprint(train, sha256),
    pixels: sha256(faces.grey),
  };
  const resumed = run.resume && existsSync(kept) ? readCheckpoint(await readFile(kept), kept) : undefined;
  if (resumed !== undefined) say(`Going on in stage ${resumed.state.stage} behind step ${resumed.state.step}`);

  const config = clipConfigOf(configuration, tokenizer.vocabularySize);
  const engines = Array.from({ length: run.engines }, () => nodeEngine({ threads: 1 }));
  const log = (entry: object) => appendFile(join(folder, logFile), `${JSON.stringify(entry)}\n`);
  await log({ kind: 'start', at: new Date().toISOString(), ...record, resumed: resumed?.state.step ?? 0 });
  const report = reporter(say);
  try {
    const events = pretrain({
      configuration,
      config,
      tokenizer,
      train: faces,
      valid: looked,
      engines,
      state: resumed?.state,
      signal: run.signal,
    });
    let state: PretrainState | undefined;
    let looks: Looks = {};
    for await (const event of events) {
      if (event.kind === 'checkpoint') {
        state = event.state;
        await writeFile(kept, writeCheckpoint(state, record));
      } else {
        if (event.kind === 'evaluation') looks = event.results;
        await log({ ...event, seconds: report(event) });
      }
    }
    if (state === undefined) return say('There was nothing left to do');
    const { train: trainFaces, valid: validFaces } = { train: faces.count, valid: looked.count };
    await shipModel(join(folder, 'model'), engines[0]!, {
      config,
      tokenizer,
      json,
      parameters: state.average,
      record: {
        name: configuration.name,
        date: new Date().toISOString(),
        command: run.command,
        configuration,
        data: {
          train: shortSpec(run.trainData),
          valid: shortSpec(run.validData),
          trainFaces,
          validFaces,
          fingerprint: record.data,
          pixels: record.pixels,
        },
        classes: train.classes,
        zeroShot: looks,
        stages: await stageTimes(join(folder, logFile)),
      },
    });
    say(`The model is in ${join(folder, 'model')}`);
  } finally {
    for (const engine of engines) await engine.close();
  }
}

/** Says one line in twenty steps; returns the seconds since the start. */
function reporter(say: (line: string) => void): (event: Exclude<StageEvent, { kind: 'checkpoint' }>) => number {
  const start = performance.now();
  let since = start;
  let losses = 0;
  let images = 0;
  let steps = 0;
  return (event) => {
    const now = performance.now();
    if (event.kind === 'evaluation') {
      for (const [name, { global, local, both }] of Object.entries(event.results))
        say(`  validation, ${name}: class token ${percent(global)}, patches ${percent(local)}, both ${percent(both)}`);
      since = now;
      return (now - start) / 1000;
    }
    losses += event.loss;
    images += event.batch;
    steps++;
    if (event.step % 20 === 0 || event.step === event.steps) {
      const rate = images / ((now - since) / 1000);
      const left = ((event.steps - event.step) * event.batch) / rate / 60;
      say(
        `${event.stage} ${event.step}/${event.steps} epoch ${event.epoch.toFixed(2)} loss ${(losses / steps).toFixed(4)} ${rate.toFixed(0)}/s ${left.toFixed(0)} min left`,
      );
      losses = images = steps = 0;
      since = now;
    }
    return (now - start) / 1000;
  };
}

/** A SPEC without where the folder lies on this machine. */
const shortSpec = (spec: string): string => spec.replace(/:[^?]*/, ':...');

/** Steps and seconds of each stage, summed over all sittings: the log's seconds start anew in each. */
async function stageTimes(file: string): Promise<ModelRecord['stages']> {
  const times: Record<string, { steps: number; seconds: number }> = {};
  let before = 0;
  for (const line of (await readFile(file, 'utf8')).trim().split('\n')) {
    const entry = JSON.parse(line) as { kind: string; stage: string; step: number; seconds: number };
    if (entry.kind === 'start') before = 0;
    else {
      const time = times[entry.stage] ?? { steps: 0, seconds: 0 };
      times[entry.stage] = { steps: Math.max(time.steps, entry.step), seconds: time.seconds + entry.seconds - before };
      before = entry.seconds;
    }
  }
  return times;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
