// `mpafer evaluate`: scores of a trained run on a split of a data set, and what is chosen on validation and judged there.
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { type Precision, precisions } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { type Dataset, ofSplit, type Split, splits } from '../../data/dataset.ts';
import { groupFaces, readFaceGroups } from '../../data/face-groups.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { type ConformalName, conformalScores, type HeldOutOptions } from '../../evaluate/held-out-study.ts';
import { type Judgement, judge, judgementRecord } from '../../evaluate/judgement.ts';
import { classCounts } from '../../jobs/class-counts.ts';
import { judgeSplit } from '../../jobs/evaluate/judge-split.ts';
import { seenWarning } from '../../jobs/evaluate/seen-faces.ts';
import { openEvaluationFolder, writeEvaluation } from '../../jobs/evaluate/write-evaluation.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import { modelName } from '../../recognise/model-name.ts';
import { abstentionGoal } from '../options/abstention-goal.ts';
import { numberWithin } from '../options/number-option.ts';
import {
  formatAbstention,
  formatCalibration,
  formatGroups,
  formatScores,
  formatSets,
} from '../terminal/format-evaluation.ts';
import { type Progress, terminalProgress } from '../terminal/progress.ts';

const promises = { all: ['all'], class: ['class'], both: ['all', 'class'] } as const;

interface Options {
  readonly run: string;
  readonly data: string;
  readonly split: Split;
  readonly clip?: string;
  readonly precision?: Precision;
  readonly calibrate?: true;
  readonly abstain?: string;
  readonly conformal?: string;
  readonly conformalScore: ConformalName;
  readonly conformalFor: keyof typeof promises;
  readonly groups?: string;
  readonly out?: string;
  readonly pictures: boolean;
  readonly json?: true;
  readonly quiet?: true;
}

export const evaluateCommand = (): Command =>
  new Command('evaluate')
    .description('Score a trained run on a split of a data set')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .addOption(new Option('--split <name>', 'which split').choices(splits).default('test'))
    .option('--clip <model>', 'folder or file of the CLIP that the run was trained with')
    .addOption(
      new Option('--precision <name>', "what the towers compute in (default: the run's own)").choices(precisions),
    )
    .option('--calibrate', 'fit the temperature on the validation split of --data, though the run brings its own')
    .option('--abstain <goal>', 'choose a confidence below which no answer is given: coverage=0.8 or accuracy=0.9')
    .option('--conformal <alpha>', 'sets of classes that miss the truth of at most this part of the faces, e.g. 0.1')
    .addOption(
      new Option('--conformal-score <name>', 'small sets (lac), or sets that are never empty (aps)')
        .choices(Object.keys(conformalScores))
        .default('lac'),
    )
    .addOption(
      new Option('--conformal-for <whom>', 'let the promise hold for all faces together, for each class, or show both')
        .choices(Object.keys(promises))
        .default('all'),
    )
    .option('--groups <file>', 'CSV of path (or id) and attributes: scores of each group, the worst, the gap')
    .option('--out <folder>', 'write report.html with its plots, evaluation.json and predictions.csv there')
    .option('--no-pictures', 'show no face in the report: it can be passed on')
    .option('--json', 'print the scores as JSON on standard output')
    .option('--quiet', 'print nothing but the scores')
    .addHelpText(
      'after',
      `
What --calibrate, --abstain and --conformal choose, they choose on the validation split of --data.

Examples:
  mpafer evaluate --run runs/mine --data folder:my-faces --split test --json
  mpafer evaluate --run runs/mine --data folder:my-faces --abstain accuracy=0.9 --conformal 0.1
  mpafer evaluate --run runs/mine --data folder:my-faces --groups people.csv --out reports/mine`,
    )
    .action(run);

async function run(options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const wish = wishOf(options);
  const needsValidation = options.calibrate === true || wish.abstain !== undefined || wish.conformal !== undefined;
  const groups = options.groups === undefined ? undefined : await readFaceGroups(nodeDataHost, options.groups);
  if (options.out !== undefined) await openEvaluationFolder(options.out);
  const engine = nodeEngine();
  try {
    const dataset = await openDataset(options.data, nodeDataHost);
    if (needsValidation) refuseWithoutValidation(dataset, options.split);
    const { recogniser, clip } = await openRun(engine, options.run, {
      clip: options.clip,
      classes: dataset.classes,
      precision: options.precision,
    });
    progress.say(`${dataset.name} by ${basename(options.run)}, on ${modelName(clip.name)}\n${classCounts(dataset)}`);
    const valid = needsValidation ? await judgeSplit(recogniser, dataset, 'valid', progress) : undefined;
    const { predictions, skipped, samples } = await judgeSplit(recogniser, dataset, options.split, progress);
    const { trainedOn } = recogniser;
    const warning = trainedOn && (await seenWarning(trainedOn, { spec: options.data, dataset }, samples));
    const all = new Set(dataset.samples.map(({ id }) => id));
    const found = judge({
      run: options.run,
      spec: options.data,
      clip: clip.name,
      dataset,
      split: options.split,
      predictions,
      skipped,
      warning,
      validation: valid?.predictions,
      temperature: recogniser.temperature,
      calibrate: options.calibrate === true,
      wish,
      groups: groups && groupFaces(groups, predictions.ids, all, options.groups!),
    });
    if (options.out !== undefined) await writeEvaluation(options.out, found, options.pictures ? samples : undefined);
    if (options.json) console.log(JSON.stringify(judgementRecord(found), undefined, 2));
    else {
      progress.say('');
      console.log(tell(found).join('\n'));
    }
    if (warning !== undefined) progress.say(warning);
    formatUnknown(found, progress, options.groups);
    if (options.out !== undefined) progress.say(`Report: ${options.out}/report.html`);
  } finally {
    progress.clear();
    await engine.close();
  }
}

function wishOf({ abstain, conformal, conformalScore, conformalFor }: Options): HeldOutOptions {
  const alpha = conformal === undefined ? undefined : numberWithin('--conformal', conformal, 0.001, 0.999);
  return {
    abstain: abstain === undefined ? undefined : abstentionGoal(abstain),
    conformal: alpha === undefined ? undefined : { alpha, scores: [conformalScore], promises: promises[conformalFor] },
  };
}

/** What is chosen on faces must not be judged on them. */
function refuseWithoutValidation(dataset: Dataset, split: Split): void {
  const flags = '--calibrate, --abstain and --conformal';
  if (split === 'valid') {
    throw new MpaferError('usage', 'Cannot choose on the validation split and judge on it too', {
      hint: `${flags} need another --split`,
    });
  }
  if (ofSplit(dataset, 'valid').length > 0) return;
  throw new MpaferError('data', `Cannot choose anything on the validation split of ${dataset.name}: it has none`, {
    hint: `Leave out ${flags}, or let one be dealt, as by ?valid=0.1 behind the path`,
  });
}

function tell(found: Judgement): readonly string[] {
  const { evaluation, interval, dataset, split, calibrated, temperature, temperatureFrom } = found;
  const source =
    temperatureFrom === 'run'
      ? 'in training, on validation'
      : `on ${plural(found.validation?.labels.length ?? 0, 'validation face')}`;
  return [
    ...formatScores(evaluation, interval, `${dataset.name}, ${split}`),
    ...(temperatureFrom === 'none' ? [] : ['', ...formatCalibration(evaluation, calibrated, temperature, source)]),
    ...(found.abstention ? ['', ...formatAbstention(found.abstention)] : []),
    ...(found.conformal ?? []).flatMap((sets) => ['', ...formatSets(sets)]),
    ...found.groupTables.flatMap((table) => ['', ...formatGroups(table)]),
  ];
}

function formatUnknown({ groups, evaluation }: Judgement, progress: Progress, file: string | undefined): void {
  if (groups === undefined) return;
  const { unknown, unnamed } = groups;
  if (unknown.length > 0) {
    progress.say(
      `"${file}" names ${plural(unknown.length, 'face')} that the data set does not have, such as "${unknown[0]}"`,
    );
  }
  if (unnamed > 0) progress.say(`"${file}" does not name ${unnamed} of ${plural(evaluation.n, 'face')}`);
}
