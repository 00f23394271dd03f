// A pretraining run in a folder: reads the faces, trains, keeps checkpoints and a log, goes on where one was kept.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pretrainReporter } from '../../cli/terminal/pretrain-reporter.ts';
import { MpaferError } from '../../core/errors.ts';
import { ofSplit } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { type KeptState, readState, writeState } from '../../platform/node/files/kept-state.ts';
import { lockFolder } from '../../platform/node/files/lock.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readFaces } from '../../pretrain/batches/face-set.ts';
import { captionTokenizer } from '../../pretrain/caption-tokenizer.ts';
import { pretrain } from '../../pretrain/pretrain.ts';
import { readCheckpoint, writeCheckpoint } from '../../pretrain/pretrain-checkpoint.ts';
import { clipConfigOf, type PretrainConfiguration } from '../../pretrain/pretrain-configuration.ts';
import type { Looks } from '../../pretrain/stages/run-stage.ts';
import { openPretrainLog, readPretrainLog } from './pretrain-log.ts';
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
const previousFile = 'checkpoint.previous.safetensors';
const logFile = 'log.jsonl';

/** @throws MpaferError `run` when the folder holds a run and is not resumed, one on other data, or another process writes there; `disk` */
export async function runPretrain(run: PretrainRun): Promise<void> {
  await makeFolder(run.folder);
  const { release: close } = await lockFolder(run.folder);
  try {
    await pretrainInto(run);
  } finally {
    await close();
  }
}

async function pretrainInto(run: PretrainRun): Promise<void> {
  const { configuration, folder, say } = run;
  const kept: KeptState = {
    file: join(folder, checkpointFile),
    previous: join(folder, previousFile),
    check: readCheckpoint,
  };
  if (!run.resume && [kept.file, kept.previous].some((file) => existsSync(file)))
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
  const bytes = run.resume ? await readState(kept, say) : undefined;
  const resumed = bytes && readCheckpoint(bytes, kept.file);
  // Settings may change between sittings, and each is noted; other faces would make it another model under the same name.
  if (resumed !== undefined && resumed.record.pixels !== record.pixels)
    throw new MpaferError('run', `Cannot go on in "${folder}": it was trained on other faces than ${run.trainData}`, {
      hint: 'Give the data that it began with, or another folder',
    });
  if (resumed !== undefined) say(`Going on in stage ${resumed.state.stage} behind step ${resumed.state.step}`);

  const config = clipConfigOf(configuration, tokenizer.vocabularySize);
  const log = await openPretrainLog(join(folder, logFile));
  const place = { stage: resumed?.state.stage ?? 'image', resumed: resumed?.state.step ?? 0 };
  await log({ kind: 'start', at: new Date().toISOString(), ...record, ...place });
  const report = pretrainReporter(say);
  // Last of all: whoever does not get to close them waits for them for ever.
  const engines = Array.from({ length: run.engines }, () => nodeEngine({ threads: 1 }));
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
    let state = resumed?.state;
    let looks: Looks = {};
    for await (const event of events) {
      if (event.kind === 'checkpoint') {
        state = event.state;
        await writeState(kept, writeCheckpoint(state, record));
      } else {
        if (event.kind === 'evaluation') looks = event.results;
        await log({ ...event, seconds: report(event) });
      }
    }
    await shipModel(join(folder, 'model'), engines[0]!, {
      config,
      tokenizer,
      json,
      parameters: state!.average,
      valid: ofSplit(valid, 'valid'),
      record: {
        name: configuration.name,
        date: new Date().toISOString(),
        command: run.command,
        configuration,
        data: {
          train: shortSpec(run.trainData),
          valid: shortSpec(run.validData),
          trainFaces: faces.count,
          validFaces: looked.count,
          fingerprint: record.data,
          pixels: record.pixels,
        },
        classes: train.classes,
        zeroShot: looks,
        ...readPretrainLog(await readFile(join(folder, logFile), 'utf8')),
      },
    });
    say(`The model is in ${join(folder, 'model')}`);
  } finally {
    for (const engine of engines) await engine.close();
  }
}

/** A SPEC without where the folder lies on this machine. */
const shortSpec = (spec: string): string => spec.replace(/:[^?]*/, ':...');
