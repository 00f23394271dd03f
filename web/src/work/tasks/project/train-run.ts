// Trains prompts on the project in this worker and writes a run folder: every state is kept, so that closing the tab costs a few steps.
import {
  type Configuration,
  type Dataset,
  MpaferError,
  parseConfiguration,
  random,
  readCheckpoint,
  renderReport,
  runFiles,
  studio,
  type TrainEvent,
  train,
} from 'mpafer';
import { descriptionsOf } from './instant-head.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';
import { projectDataset } from './project-dataset.ts';
import { type RunFolder, runFolder } from './run-files.ts';

/** Settings by name; all else is the command line's default. */
export const presets = {
  quick: { epochs: 6, batch: 16, warmupEpochs: 0, checkpointEvery: 10 },
  normal: { epochs: 30, checkpointEvery: 20 },
  paper: { checkpointEvery: 50 },
} as const;

export type Preset = keyof typeof presets;

export interface EpochNews {
  readonly epoch: number;
  readonly loss: number;
  readonly trainWar: number;
  readonly valid?: { readonly n: number; readonly war: number; readonly uar: number } | undefined;
}

export type TrainNews =
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'progress'; readonly what: string; readonly done: number; readonly of: number }
  | { readonly kind: 'ready'; readonly epochs: number; readonly records: readonly EpochNews[] }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly epoch: number;
      readonly epochs: number;
      readonly share: number;
      readonly loss: number;
      readonly secondsLeft: number;
    }
  | { readonly kind: 'epoch'; readonly record: EpochNews }
  | { readonly kind: 'saved'; readonly step: number };

let controller: AbortController | undefined;

/** Stops after the current step, with a state to resume from. */
export const pauseTraining = (): void => controller?.abort();

export interface TrainInput {
  readonly run: string;
  readonly preset: Preset;
  /** Settings over the preset's. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly threads?: number | undefined;
}

/**
 * Starts a run, or resumes the one of this name.
 *
 * @returns whether it ended; otherwise it was paused
 */
export async function* trainRun(input: TrainInput, models: Models): AsyncGenerator<TrainNews, 'finished' | 'paused'> {
  if (controller !== undefined) throw new MpaferError('usage', 'Cannot start training: a run is being trained already');
  const own = new AbortController();
  controller = own;
  try {
    const folder = runFolder(input.run);
    const recorded = await folder.read(runFiles.configuration);
    const configuration = parseConfiguration(
      recorded === undefined
        ? { ...presets[input.preset], ...input.settings }
        : JSON.parse(new TextDecoder().decode(recorded)).configuration,
      `the settings of ${input.run}`,
    );
    const state = recorded && (await folder.readState());
    const dataset = await projectDataset();
    const { engine, clip } = models;
    const work = train(
      {
        engine,
        clip,
        dataset,
        configuration,
        descriptions: descriptionsOf(opened().project),
        signal: own.signal,
        imageBytes: 2 ** 28,
      },
      state && readCheckpoint(state, runFiles.state),
    );
    return yield* follow(work, folder, { dataset, configuration, clip: clip.name, threads: engine.threads });
  } catch (error) {
    if (own.signal.aborted && error instanceof MpaferError && error.code === 'aborted') return 'paused';
    throw error;
  } finally {
    controller = undefined;
  }
}

interface RunContext {
  readonly dataset: Dataset;
  readonly configuration: Configuration;
  readonly clip: string;
  readonly threads: number | undefined;
}

async function* follow(
  work: AsyncGenerator<TrainEvent, void>,
  folder: RunFolder,
  context: RunContext,
): AsyncGenerator<TrainNews, 'finished'> {
  const { dataset, configuration, threads } = context;
  const pace = pacemaker(configuration.epochs);
  let metrics = await keptMetrics(folder);
  for await (const event of work) {
    switch (event.kind) {
      case 'note':
        yield { kind: 'note', text: event.text };
        break;
      case 'checking':
        yield { kind: 'progress', what: 'Checking faces', done: event.done, of: event.of };
        break;
      case 'prototypes':
        yield { kind: 'progress', what: 'Making prototypes', done: event.done, of: event.of };
        break;
      case 'evaluating':
        yield { kind: 'progress', what: 'Evaluating', done: event.done, of: event.of };
        break;
      case 'ready': {
        const record = { data: 'project:.', clip: 'face-clip', configuration };
        await folder.write(runFiles.configuration, studio.json(record));
        await folder.write(runFiles.environment, studio.json(environment(threads)));
        await folder.write(runFiles.data, studio.json(studio.dataSummary(dataset)));
        const state = await folder.readState();
        const training = state && readCheckpoint(state, runFiles.state).training;
        metrics = metrics.filter(({ kind, step, epoch }) =>
          kind === 'epoch' ? epoch <= (training?.epoch ?? 0) : step <= (training?.step ?? 0),
        );
        yield { kind: 'ready', epochs: configuration.epochs, records: (training?.records ?? []).map(newsOf) };
        break;
      }
      case 'step': {
        const { losses, gradientNormContext, gradientNormVisual, step, epoch, learningRate } = event;
        metrics.push({
          kind: 'step',
          epoch,
          step,
          learningRate,
          ...losses,
          gradientNormContext,
          ...(gradientNormVisual !== undefined && { gradientNormVisual }),
        });
        const share = (epoch - 1 + event.images / event.of) / event.epochs;
        yield {
          kind: 'step',
          step,
          epoch,
          epochs: event.epochs,
          share,
          loss: losses.loss ?? Number.NaN,
          secondsLeft: pace(share),
        };
        break;
      }
      case 'epoch':
        metrics.push({ kind: 'epoch', ...event.record });
        yield { kind: 'epoch', record: newsOf(event.record) };
        break;
      case 'checkpoint':
        // The lines first: a run that is killed in between drops those behind its state.
        await folder.write(runFiles.metrics, metrics.map((line) => `${JSON.stringify(line)}\n`).join(''));
        await folder.writeState(event.bytes);
        yield { kind: 'saved', step: readCheckpoint(event.bytes, runFiles.state).training?.step ?? 0 };
        break;
      case 'trained':
        await folder.write(runFiles.best, event.recogniser);
        await folder.write(runFiles.last, event.last);
        break;
      case 'finished':
        await folder.write(runFiles.metrics, metrics.map((line) => `${JSON.stringify(line)}\n`).join(''));
        await writeResults(folder, context, event);
    }
  }
  return 'finished';
}

type Metric = Readonly<Record<string, unknown>> & {
  readonly kind: string;
  readonly step: number;
  readonly epoch: number;
};

async function keptMetrics(folder: RunFolder): Promise<Metric[]> {
  const bytes = await folder.read(runFiles.metrics);
  if (bytes === undefined) return [];
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Metric);
}

const newsOf = ({ epoch, loss, trainWar, valid }: EpochNews): EpochNews => ({
  epoch,
  loss,
  trainWar,
  ...(valid && { valid: { n: valid.n, war: valid.war, uar: valid.uar } }),
});

/** Seconds left, from the time of the steps of this sitting. */
function pacemaker(_epochs: number): (share: number) => number {
  let first: { readonly share: number; readonly at: number } | undefined;
  return (share) => {
    const now = performance.now();
    first ??= { share, at: now };
    const done = share - first.share;
    return done <= 0 ? Number.NaN : ((now - first.at) / 1000) * ((1 - share) / done);
  };
}

const environment = (threads: number | undefined) => ({
  studio: navigator.userAgent,
  threadsPerStep: threads,
  crossOriginIsolated: globalThis.crossOriginIsolated,
});

async function writeResults(
  folder: RunFolder,
  { dataset, configuration, threads }: RunContext,
  finished: Extract<TrainEvent, { kind: 'finished' }>,
): Promise<void> {
  const checkpoint = readCheckpoint(finished.recogniser, runFiles.best);
  const report = studio.summariseRun(
    {
      title: `MPA-FER on ${opened().project.name}`,
      subtitle: `${dataset.classes.length} expressions, prompts trained in the studio on face-clip`,
      dataset,
      configuration,
      environment: environment(threads),
    },
    finished,
    checkpoint.temperature,
    random(configuration.seed),
  );
  await folder.write(runFiles.results, studio.resultsCsv(report.evaluations));
  const headline = report.evaluations.findLast(({ name }) => name !== 'zero-shot');
  if (headline !== undefined) {
    const { confusion } = headline.evaluation;
    const description = `${headline.name}, ${headline.split} split; rows are true classes`;
    const picture = studio.confusionMatrix({
      title: 'Confusion matrix',
      description,
      classes: dataset.classes,
      confusion,
    });
    await folder.write(runFiles.confusion, picture);
    await folder.write(runFiles.confusionTable, studio.confusionCsv(headline.evaluation));
  }
  await folder.write(runFiles.card, studio.renderModelCard(report));
  // The last file: a run with a report is finished.
  await folder.write(runFiles.report, renderReport(report));
}
