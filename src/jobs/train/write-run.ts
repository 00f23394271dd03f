// Carries a training run out: shows its progress and writes its record, every file whole or not at all.
import { basename, join } from 'node:path';
import pc from 'picocolors';
import { duration, type Progress, percent } from '../../cli/terminal/progress.ts';
import { random } from '../../core/random.ts';
import { ofSplit } from '../../data/dataset.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { environment } from '../../platform/node/environment.ts';
import { cutMetrics, type RunFolder, runFiles } from '../../platform/node/files/run-folder.ts';
import { type Checkpoint, readCheckpoint } from '../../recognise/checkpoint.ts';
import { confusionMatrix } from '../../report/charts/confusion-matrix.ts';
import { confusionCsv } from '../../report/confusion-csv.ts';
import { renderModelCard } from '../../report/model-card.ts';
import { renderReport } from '../../report/pages/run-page.ts';
import { resultsCsv } from '../../report/results-csv.ts';
import type { TrainInput } from '../../train/run-setup.ts';
import { dataSummary, summariseRun } from '../../train/summarise-run.ts';
import { train } from '../../train/train.ts';
import type { FinishedEvent, StepEvent, TrainEvent } from '../../train/train-event.ts';
import { writePage } from '../write-page.ts';
import { reportFaces } from './report-faces.ts';

/**
 * Trains (or goes on from `resume`) and returns the report that was written. Nothing is written before training is set up,
 * so that one which cannot begin leaves the folder as it was.
 *
 * @param record what to keep as the run's configuration
 */
export async function writeRun(
  folder: RunFolder,
  input: TrainInput,
  resume: Checkpoint | undefined,
  progress: Progress,
  record: object,
): Promise<RunReport> {
  const pace = pacemaker();
  let finished: FinishedEvent | undefined;
  for await (const event of train(input, resume)) {
    if (event.kind === 'finished') finished = event;
    else if (event.kind === 'ready') await begin(folder, input, resume, record);
    else await handle(event, folder, progress, pace);
  }
  return writeResults(folder, input, finished!, progress);
}

async function begin(
  folder: RunFolder,
  { dataset }: TrainInput,
  resume: Checkpoint | undefined,
  record: object,
): Promise<void> {
  await folder.write(runFiles.configuration, json(record));
  await folder.write(runFiles.environment, json(environment()));
  await folder.write(runFiles.data, json(dataSummary(dataset)));
  const { step: reached = 0, epoch: epochsDone = 0 } = resume?.training ?? {};
  await cutMetrics(folder.path, (line) =>
    line.kind === 'epoch' ? (line.epoch as number) <= epochsDone : (line.step as number) <= reached,
  );
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

async function handle(
  event: Exclude<TrainEvent, FinishedEvent | { readonly kind: 'ready' }>,
  folder: RunFolder,
  progress: Progress,
  pace: Pace,
): Promise<void> {
  switch (event.kind) {
    case 'prototypes':
      return progress.show(`prototypes  ${event.done} of ${event.of} images`);
    case 'evaluating':
      return progress.show(`evaluating ${event.what}  ${event.done} of ${event.of}`);
    case 'checkpoint':
      return folder.writeState(event.bytes);
    case 'step': {
      const { losses, gradientNormContext, gradientNormVisual, step, epoch, learningRate } = event;
      progress.show(stepLine(event, pace.step(event)));
      return folder.appendMetrics({
        kind: 'step',
        epoch,
        step,
        learningRate,
        ...losses,
        gradientNormContext,
        gradientNormVisual,
      });
    }
    case 'epoch': {
      const { record, best } = event;
      progress.say(
        `epoch ${String(record.epoch).padStart(3)}  loss ${record.loss.toFixed(3)}  train ${percent(record.trainWar)}` +
          (record.valid ? `  valid WAR ${percent(record.valid.war)}  UAR ${percent(record.valid.uar)}` : '') +
          speedOf(pace) +
          (best ? pc.green('  best') : ''),
      );
      return folder.appendMetrics({ kind: 'epoch', ...record });
    }
  }
}

const rangeText = ([low, high]: readonly [number, number]): string =>
  Number.isFinite(low) ? `${percent(low)} to ${percent(high)}` : 'interval not known';

interface Speed {
  readonly rate: number;
  readonly left: number;
}

interface Pace {
  /** Images a second of late, and seconds left. */
  step(event: StepEvent): Speed;
  /** Of the last step; undefined before the first. */
  latest(): Speed | undefined;
}

function pacemaker(): Pace {
  let rate = 0;
  let speed: Speed | undefined;
  let before = performance.now();
  return {
    step({ size, images, of, epoch, epochs }) {
      const now = performance.now();
      const current = size / ((now - before) / 1000);
      before = now;
      rate = rate === 0 ? current : 0.9 * rate + 0.1 * current;
      speed = { rate, left: ((epochs - epoch) * of + (of - images)) / rate };
      return speed;
    },
    latest: () => speed,
  };
}

function speedOf(pace: Pace): string {
  const speed = pace.latest();
  return speed === undefined ? '' : pc.dim(`  ${speed.rate.toFixed(0)} images/s, ${duration(speed.left)} left`);
}

function stepLine(event: StepEvent, { rate, left }: Speed): string {
  const { classification, tokenAlignment, promptAlignment, prototypeAlignment } = event.losses;
  const part = (name: string, value: number | undefined) =>
    value === undefined ? '' : `  ${name} ${value.toFixed(3)}`;
  return (
    `epoch ${event.epoch}/${event.epochs}  ${event.images}/${event.of}  ${rate.toFixed(0)} images/s` +
    part('class', classification) +
    part('token', tokenAlignment) +
    part('prompt', promptAlignment) +
    part('proto', prototypeAlignment) +
    `  ${duration(left)} left`
  );
}

async function writeResults(
  folder: RunFolder,
  input: TrainInput,
  finished: FinishedEvent,
  progress: Progress,
): Promise<RunReport> {
  const { dataset, configuration, clip } = input;
  await folder.write(runFiles.best, finished.recogniser);
  await folder.write(runFiles.last, finished.last);
  const checkpoint = readCheckpoint(finished.recogniser, runFiles.best);
  const drawn = dataset.name === 'synthetic';
  const report = summariseRun(
    {
      title: `MPA-FER on ${dataset.name}`,
      subtitle: `${dataset.classes.length} expressions, prompts trained on a frozen ${basename(clip.name)}`,
      dataset,
      configuration,
      environment: environment(),
      ...(drawn && {
        notice: 'These numbers are of drawn faces: they show that the prompts learn, and say nothing about people',
        // Pictures of people stay out of run folders; drawings may be shown.
        faces: await reportFaces(input, checkpoint, ofSplit(dataset, 'test').slice(0, 12)),
      }),
    },
    finished,
    checkpoint.temperature,
    random(configuration.seed),
  );
  await folder.write(runFiles.results, resultsCsv(report.evaluations));
  const headline = report.evaluations.findLast(({ name }) => name !== 'zero-shot');
  if (headline) {
    const { confusion } = headline.evaluation;
    const description = `${headline.name}, ${headline.split} split: rows are the truth`;
    const picture = confusionMatrix({ title: 'Confusion matrix', description, classes: dataset.classes, confusion });
    await folder.write(runFiles.confusion, picture);
    await folder.write(runFiles.confusionTable, confusionCsv(headline.evaluation));
  }
  await folder.write(runFiles.card, renderModelCard(report));
  await writePage(join(folder.path, runFiles.report), renderReport(report));
  for (const { name, split, epoch, evaluation, interval } of report.evaluations) {
    progress.say(
      `${split.padEnd(6)}${name.padEnd(20)} WAR ${percent(evaluation.war)} (${rangeText(interval.war)})  UAR ${percent(evaluation.uar)}${epoch ? `  epoch ${epoch}` : ''}${name === 'best-test-epoch' ? ', chosen on the test set: optimistic' : ''}`,
    );
  }
  progress.say(`Report: ${folder.path}/${runFiles.report}`);
  return report;
}
