// Trains and writes the files of a run folder, each atomically.
import { basename, join } from 'node:path';
import { json } from '../../core/json.ts';
import { random } from '../../core/random.ts';
import { ofSplit } from '../../data/dataset.ts';
import { verdictOf } from '../../evaluate/faithfulness-record.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { environment } from '../../platform/node/environment.ts';
import { cutMetrics, type RunFolder } from '../../platform/node/files/run-folder.ts';
import { readVerdict } from '../../platform/node/models/open-explainer.ts';
import { type Checkpoint, readCheckpoint } from '../../recognise/checkpoint.ts';
import { recogniserDigest } from '../../recognise/recogniser-digest.ts';
import { confusionMatrix } from '../../report/charts/confusion-matrix.ts';
import { renderModelCard } from '../../report/model-card.ts';
import { renderReport } from '../../report/pages/run-page.ts';
import { confusionCsv, resultsCsv } from '../../report/results-csv.ts';
import { runFiles } from '../../train/run-files.ts';
import type { TrainInput } from '../../train/run-setup.ts';
import { dataSummary, summariseRun } from '../../train/summarise-run.ts';
import { train } from '../../train/train.ts';
import type { FinishedEvent } from '../../train/train-event.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { pacemaker } from '../pacemaker.ts';
import { writePage } from '../write-page.ts';
import { recordedThreads } from './recorded-threads.ts';
import { reportFaces } from './report-faces.ts';

/**
 * Trains, or resumes from a checkpoint, and returns the report that it writes. Nothing is written before training is set up, so
 * a run that cannot start leaves the folder unchanged.
 *
 * @param record what to keep as the run's configuration
 */
export async function* writeRun(
  folder: RunFolder,
  input: TrainInput,
  resume: Checkpoint | undefined,
  record: object,
): AsyncGenerator<JobEvent, RunReport> {
  const pace = pacemaker();
  let finished: FinishedEvent | undefined;
  for await (const event of train(input, resume)) {
    switch (event.kind) {
      case 'ready':
        yield* writeStart(folder, input, resume, record);
        break;
      case 'note':
        yield note(event.text);
        break;
      case 'checking':
        yield progress('checking images', event.done, event.of);
        break;
      case 'prototypes':
        yield progress('prototypes', event.done, event.of);
        break;
      case 'evaluating':
        yield progress(`evaluating ${event.what}`, event.done, event.of);
        break;
      case 'trained':
        await folder.write(runFiles.best, event.recogniser);
        await folder.write(runFiles.last, event.last);
        break;
      case 'checkpoint':
        await folder.writeState(event.bytes);
        break;
      case 'step': {
        const { losses, gradientNormContext, gradientNormVisual, step, epoch, learningRate } = event;
        const norms = { gradientNormContext, gradientNormVisual };
        await folder.appendMetrics({ kind: 'step', epoch, step, learningRate, ...losses, ...norms });
        yield { ...event, ...pace.step(event) };
        break;
      }
      case 'epoch':
        await folder.appendMetrics({ kind: 'epoch', ...event.record });
        yield { ...event, ...pace.latest() };
        break;
      case 'finished':
        finished = event;
    }
  }
  return yield* writeResults(folder, input, finished!);
}

async function* writeStart(
  folder: RunFolder,
  { dataset, engine }: TrainInput,
  resume: Checkpoint | undefined,
  record: object,
): AsyncGenerator<JobEvent, void> {
  const threads = engine.threads;
  const before = resume && (await recordedThreads(folder.path));
  if (before !== undefined && threads !== undefined && before !== threads) {
    yield note(`Resuming with ${threads} threads per step instead of ${before}: the last digits of results may differ`);
  }
  await folder.write(runFiles.configuration, json(record));
  await folder.write(runFiles.environment, json({ ...environment(), threadsPerStep: threads }));
  await folder.write(runFiles.data, json(dataSummary(dataset)));
  const { step: stepsDone = 0, epoch: epochsDone = 0 } = resume?.training ?? {};
  await cutMetrics(folder.path, (line) =>
    line.kind === 'epoch' ? (line.epoch as number) <= epochsDone : (line.step as number) <= stepsDone,
  );
}

async function* writeResults(
  folder: RunFolder,
  input: TrainInput,
  finished: FinishedEvent,
): AsyncGenerator<JobEvent, RunReport> {
  const { dataset, configuration, clip } = input;
  const checkpoint = readCheckpoint(finished.recogniser, runFiles.best);
  const drawn = dataset.drawn === true;
  const report = summariseRun(
    {
      title: `MPA-FER on ${dataset.name}`,
      subtitle: `${dataset.classes.length} expressions, prompts trained on a frozen ${basename(clip.name)}`,
      dataset,
      configuration,
      environment: environment(),
      ...(drawn && {
        notice: 'These numbers are for drawn faces: they show that the prompts learn, and say nothing about people',
        // Pictures of people stay out of run folders; drawings may be shown.
        faces: await reportFaces(input, checkpoint, ofSplit(dataset, 'test').slice(0, 12)),
        // Measured on an earlier visit: a run that is resumed after its end writes its report again.
        mapVerdict: verdictOf(
          await readVerdict(join(folder.path, runFiles.faithfulness), await recogniserDigest(checkpoint)),
          'gate',
        ),
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
    const description = `${headline.name}, ${headline.split} split; rows are true classes`;
    const picture = confusionMatrix({ title: 'Confusion matrix', description, classes: dataset.classes, confusion });
    await folder.write(runFiles.confusion, picture);
    await folder.write(runFiles.confusionTable, confusionCsv(headline.evaluation));
  }
  await folder.write(runFiles.card, renderModelCard(report));
  await writePage(join(folder.path, runFiles.report), renderReport(report));
  for (const score of report.evaluations) yield { kind: 'score', score };
  yield note(`Report: ${folder.path}/${runFiles.report}`);
  return report;
}
