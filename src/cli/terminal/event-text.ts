// The events of a job as lines for people.
import type { NamedEvaluation } from '../../evaluate/run-report.ts';
import type {
  CellEvent,
  JobEvent,
  ProgressEvent,
  TrainingEpochEvent,
  TrainingStepEvent,
} from '../../jobs/job-event.ts';
import { pc } from './colours.ts';
import { duration, type Progress, percent } from './progress.ts';

/** Shows progress in place of the last line, and prints everything else. */
export function showEvent(event: JobEvent, progress: Progress): void {
  if (event.kind === 'progress') progress.show(progressText(event));
  else if (event.kind === 'step') progress.show(stepText(event));
  else progress.print(lineOf(event));
}

function lineOf(event: Exclude<JobEvent, ProgressEvent | TrainingStepEvent>): string {
  switch (event.kind) {
    case 'note':
      return event.message;
    case 'epoch':
      return epochText(event);
    case 'score':
      return scoreText(event.score);
    case 'cell':
      return cellText(event);
  }
}

function progressText({ task, done, total, rate, secondsLeft, unit }: ProgressEvent): string {
  const amount = (count: number) => (unit === 'bytes' ? megabytes(count) : `${count}`);
  const parts = [
    task,
    total === undefined ? amount(done) : `${amount(done)} of ${amount(total)}`,
    ...(rate === undefined ? [] : [unit === 'bytes' ? `${megabytes(rate)}/s` : `${rate.toFixed(0)} images/s`]),
    ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
  ];
  return parts.join('  ');
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

function stepText(event: TrainingStepEvent): string {
  const { classification, tokenAlignment, promptAlignment, prototypeAlignment } = event.losses;
  const part = (name: string, value: number | undefined) =>
    value === undefined ? '' : `  ${name} ${value.toFixed(3)}`;
  return (
    `epoch ${event.epoch}/${event.epochs}  ${event.images}/${event.of}  ${event.rate.toFixed(0)} images/s` +
    part('class', classification) +
    part('token', tokenAlignment) +
    part('prompt', promptAlignment) +
    part('proto', prototypeAlignment) +
    `  ${duration(event.secondsLeft)} left`
  );
}

function epochText({ record, best, rate, secondsLeft }: TrainingEpochEvent): string {
  const { epoch, loss, trainWar, valid } = record;
  return (
    `epoch ${String(epoch).padStart(3)}  loss ${loss.toFixed(3)}  train ${percent(trainWar)}` +
    (valid ? `  valid WAR ${percent(valid.war)}  UAR ${percent(valid.uar)}` : '') +
    (rate === undefined || secondsLeft === undefined
      ? ''
      : pc.dim(`  ${rate.toFixed(0)} images/s, ${duration(secondsLeft)} left`)) +
    (best ? pc.green('  best') : '')
  );
}

function scoreText({ name, split, epoch, evaluation: { war, uar }, interval }: NamedEvaluation): string {
  const [low, high] = interval.war;
  const range = Number.isFinite(low) ? `${percent(low)} to ${percent(high)}` : 'interval unknown';
  return (
    `${split.padEnd(6)}${name.padEnd(20)} WAR ${percent(war)} (${range})  UAR ${percent(uar)}` +
    (epoch ? `  epoch ${epoch}` : '') +
    (name === 'best-test-epoch' ? ', chosen on the test set: optimistic' : '')
  );
}

function cellText({ name, detail, war, uar, excluded, reused, position }: CellEvent): string {
  const parts = [
    ...(position ? [`${position.index}/${position.total}`] : []),
    name,
    ...(detail === undefined ? [] : [detail]),
    `WAR ${percent(war)}`,
    `UAR ${percent(uar)}`,
    ...(excluded === undefined ? [] : [`excluded: ${excluded}`]),
    ...(reused ? ['(cached)'] : []),
  ];
  return parts.join('  ');
}
