// Pretrains or adapts a small CLIP in a folder: reads the faces, trains, keeps checkpoints and a log, and resumes from them.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { captionTokenizer } from '../../pretrain/captions/caption-tokenizer.ts';
import { learnedShares } from '../../pretrain/model/learned-shares.ts';
import { pretrain } from '../../pretrain/pretrain.ts';
import { readCheckpoint, writeCheckpoint } from '../../pretrain/pretrain-checkpoint.ts';
import { clipConfigOf, isAdapted, type PretrainConfiguration } from '../../pretrain/pretrain-configuration.ts';
import type { ZeroShotResults } from '../../pretrain/stages/run-stage.ts';
import { type JobEvent, note } from '../job-event.ts';
import { withNotes } from '../reported.ts';
import { checkStart, cleanStart } from './clean-start.ts';
import { findEyes } from './find-eyes.ts';
import { openPretrainLog, readPretrainLog } from './pretrain-log.ts';
import { pretrainReporter } from './pretrain-reporter.ts';
import { sha256, shipModel } from './ship-model.ts';

/** What a pretraining run learns from and writes, as its folder records it. */
export interface PretrainRun {
  /** SPEC of the training images: FERPlus under the rule that keeps every face with a vote, without duplicates. */
  readonly trainData: string;
  /** SPEC of the data set whose validation split is evaluated. */
  readonly validData: string;
  /** Where checkpoint, log and model are kept. */
  readonly folder: string;
  readonly configuration: PretrainConfiguration;
  /** A CLIP that pretraining wrote, by name or path: its image tower is adapted, and its text tower stays. By default all is new. */
  readonly from?: string | undefined;
  readonly resume: boolean;
  /** Engines of one thread each. */
  readonly engines: number;
  readonly signal?: AbortSignal | undefined;
  /** The command that trains the model, for its record. */
  readonly command: string;
}

const checkpointFile = 'checkpoint.safetensors';
const previousFile = 'checkpoint.previous.safetensors';
const logFile = 'log.jsonl';
const eyesFile = 'eyes.json';

/**
 * Pretrains a model, or resumes a run, and writes the model into the folder `model` inside.
 *
 * @throws MpaferError `run` when the folder holds a run and `resume` is false, when that run was trained on other faces, or when
 * another process writes there; `configuration` when there is nothing to adapt, or it cannot be resumed with these settings; `model` when
 * `from` is no CLIP of these sizes; `data`, `image`, `checkpoint`, `disk`, `aborted`
 * @example
 * ```ts no-run (needs FERPlus and takes hours)
 * import { finishJob, parsePretrainConfiguration, pretrainModel } from 'mpafer/jobs';
 * const run = {
 *   trainData: 'ferplus:../ferplus?rule=argmax8&duplicates=drop',
 *   validData: 'ferplus:../ferplus',
 *   folder: '../face-clip',
 *   configuration: parsePretrainConfiguration({ imageStage: { epochs: 30 } }, 'the settings'),
 *   resume: false,
 *   engines: 2,
 *   command: 'node pretrain.ts',
 * };
 * await finishJob(pretrainModel(run), (event) => {
 *   if (event.kind === 'note') console.log(event.message);
 * });
 * ```
 */
export async function* pretrainModel(run: PretrainRun): AsyncGenerator<JobEvent, void> {
  await makeFolder(run.folder);
  const { release: close } = yield* withNotes(
    (say) => lockFolder(run.folder, say),
    (lock) => lock.release(),
  );
  try {
    yield* pretrainInto(run);
  } finally {
    await close();
  }
}

async function* pretrainInto(run: PretrainRun): AsyncGenerator<JobEvent, void> {
  const { configuration, folder } = run;
  const kept: KeptState = {
    file: join(folder, checkpointFile),
    previous: join(folder, previousFile),
    check: readCheckpoint,
  };
  if (!run.resume && [kept.file, kept.previous].some((file) => existsSync(file)))
    throw new MpaferError('run', `Cannot start a run in "${folder}": it holds a checkpoint`, {
      hint: 'Resume that run, or choose another folder',
    });
  checkStart(run);
  const train = await openDataset(run.trainData, nodeDataHost);
  const valid = await openDataset(run.validData, nodeDataHost);
  const { tokenizer, json } = captionTokenizer(configuration);
  const classes = train.classes.length;
  const faces = await readFaces(ofSplit(train, 'train'), configuration.size, classes);
  const heldOut = await readFaces(ofSplit(valid, 'valid'), configuration.size, classes);
  yield note(`${faces.count} training faces, ${heldOut.count} validation faces`);
  const record = {
    configuration: JSON.stringify(configuration),
    data: fingerprint(train, sha256),
    pixels: sha256(faces.grey),
  };
  const bytes = run.resume ? yield* withNotes((say) => readState(kept, say)) : undefined;
  const resumed = bytes && readCheckpoint(bytes, kept.file);
  // Settings may change between sittings, and are recorded; other faces would make another model of the same name.
  if (resumed !== undefined && resumed.record.pixels !== record.pixels)
    throw new MpaferError(
      'run',
      `Cannot resume in "${folder}": it was trained on faces other than those of ${run.trainData}`,
      {
        hint: 'Use the data that it was started with, or choose another folder',
      },
    );
  if (resumed !== undefined) {
    yield note(`Resuming in stage ${resumed.state.stage} after step ${resumed.state.step}`);
    if (resumed.state.stage === 'adapt' && !isAdapted(configuration))
      throw new MpaferError('configuration', `Cannot resume in stage adapt: adaptStage.epochs is 0; expected more`, {
        hint: 'Give the settings that the run was started with again',
      });
  }
  const [trainEyes, validEyes] = isAdapted(configuration)
    ? yield* findEyes([faces, heldOut], join(folder, eyesFile), run.signal)
    : [];

  const config = clipConfigOf(configuration, tokenizer.vocabularySize);
  const log = await openPretrainLog(join(folder, logFile));
  const report = pretrainReporter();
  // Created last: engines that are never closed keep the process alive.
  const engines = Array.from({ length: run.engines }, () => nodeEngine({ threads: 1 }));
  try {
    const started = resumed ?? (yield* cleanStart(engines[0]!, run.from, config, tokenizer));
    const from = started.record.from;
    const states = { ...record, ...(from !== undefined && { from }) };
    const place = { stage: started.state?.stage ?? 'image', resumed: started.state?.step ?? 0 };
    const base = 'base' in started && { base: started.base };
    await log({ kind: 'start', at: new Date().toISOString(), ...states, ...place, ...base });
    const events = pretrain({
      configuration,
      config,
      tokenizer,
      train: faces,
      valid: heldOut,
      eyes: trainEyes && validEyes && { train: trainEyes, valid: validEyes },
      engines,
      state: started.state,
      signal: run.signal,
    });
    let state = started.state;
    let zeroShot: ZeroShotResults = {};
    for await (const event of events) {
      if (event.kind === 'checkpoint') {
        state = event.state;
        await writeState(kept, writeCheckpoint(state, states));
      } else {
        if (event.kind === 'evaluation') zeroShot = event.results;
        const { seconds, lines } = report(event);
        for (const line of lines) yield note(line);
        await log({ ...event, seconds });
      }
    }
    await shipModel(join(folder, 'model'), engines[0]!, {
      config,
      tokenizer,
      json,
      parameters: state!.average,
      shares: learnedShares(faces, train.classes, configuration),
      valid: ofSplit(valid, 'valid'),
      record: {
        name: configuration.name,
        date: new Date().toISOString(),
        command: run.command,
        configuration,
        ...(from !== undefined && { from }),
        data: {
          train: shortSpec(run.trainData),
          valid: shortSpec(run.validData),
          trainFaces: faces.count,
          validFaces: heldOut.count,
          fingerprint: record.data,
          pixels: record.pixels,
        },
        classes: train.classes,
        zeroShot,
        ...readPretrainLog(await readFile(join(folder, logFile), 'utf8')),
      },
    });
    yield note(`The model is in ${join(folder, 'model')}`);
  } finally {
    for (const engine of engines) await engine.close();
  }
}

/** A SPEC without the path on this machine. */
const shortSpec = (spec: string): string => spec.replace(/:[^?]*/, ':...');
