// `mpafer evaluate`: scores of a trained run on a split of a data set.
import { Command, Option } from 'commander';
import { type Precision, precisions } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { type ConformalName, conformalScores } from '../../evaluate/held-out-study.ts';
import { type Judgement, judgementRecord } from '../../evaluate/judgement.ts';
import { evaluateRun } from '../../jobs/evaluate/evaluate-run.ts';
import { evaluateShard } from '../../jobs/evaluate/evaluate-shard.ts';
import type { Prior } from '../../recognise/prior.ts';
import { abstentionGoal } from '../options/abstention-goal.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { numberWithin } from '../options/number-options.ts';
import { priorOption } from '../options/prior-option.ts';
import { givenShard, type ShardFlag, shardOption } from '../options/shard-option.ts';
import { splitOption } from '../options/split-option.ts';
import { formatJudgement } from '../terminal/format-evaluation.ts';
import type { Progress } from '../terminal/progress.ts';
import { openSession } from '../terminal/session.ts';

const promises = { all: ['all'], class: ['class'], both: ['all', 'class'] } as const;

interface Options extends ShardFlag, ComputeFlags {
  readonly run: string;
  readonly data: string;
  readonly split?: SplitChoice;
  readonly clip?: string;
  readonly precision?: Precision;
  readonly prior?: Prior;
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
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .addOption(splitOption())
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .addOption(new Option('--precision <name>', "precision of the towers (default: the run's own)").choices(precisions))
    .addOption(priorOption())
    .option('--calibrate', 'fit the temperature on the validation split of --data, even if the run has one')
    .option('--abstain <goal>', 'choose a confidence below which no answer is given: coverage=0.8 or accuracy=0.9')
    .option('--conformal <alpha>', 'prediction sets with miscoverage at most ALPHA, e.g. 0.1')
    .addOption(
      new Option('--conformal-score <name>', 'smallest sets (lac), or sets that are never empty (aps)')
        .choices(Object.keys(conformalScores))
        .default('lac'),
    )
    .addOption(
      new Option('--conformal-for <whom>', 'guarantee coverage over all faces, for each class, or both')
        .choices(Object.keys(promises))
        .default('all'),
    )
    .option(
      '--groups <file>',
      'CSV of path (or id) and attributes: report scores by group, and the gap between best and worst',
    )
    .option('--out <folder>', 'write report.html with its plots, evaluation.json and predictions.csv there')
    .option('--no-pictures', 'show no faces in the report, so that it can be shared')
    .addOption(shardOption('faces'))
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print the scores as JSON on standard output')
    .option('--quiet', 'print nothing but the scores')
    .addHelpText(
      'after',
      `
--calibrate, --abstain and --conformal make their choices on the validation split of --data.

Examples:
  mpafer evaluate --run runs/mine --data folder:my-faces --split test --json
  mpafer evaluate --run runs/mine --data folder:my-faces --abstain accuracy=0.9 --conformal 0.1
  mpafer evaluate --run runs/mine --data folder:my-faces --groups people.csv --out reports/mine`,
    )
    .action(run);

async function run(options: Options): Promise<void> {
  using session = openSession(options);
  const { run, data, split, clip, precision, prior, calibrate, groups, out, pictures } = options;
  const { abstain, conformal, conformalScore, conformalFor } = options;
  const alpha = conformal === undefined ? undefined : numberWithin('--conformal', conformal, 0.001, 0.999);
  const asked = {
    run,
    data,
    split,
    clip,
    precision,
    prior,
    calibrate,
    groups,
    pictures,
    abstain: abstain === undefined ? undefined : abstentionGoal(abstain),
    conformal: alpha === undefined ? undefined : { alpha, scores: [conformalScore], promises: promises[conformalFor] },
    ...givenCompute(options),
    signal: session.signal,
  };
  const shard = givenShard(options);
  if (shard !== undefined) {
    const { shard: file, faces } = await session.follow(evaluateShard({ ...asked, shard, out: folderOf(out) }));
    session.progress.print(`Wrote ${file}: ${plural(faces, 'face')}`);
    return;
  }
  const found = await session.follow(evaluateRun({ ...asked, out }));
  if (options.json) console.log(json(judgementRecord(found)).trimEnd());
  else {
    session.progress.print('');
    console.log(formatJudgement(found).join('\n'));
  }
  if (found.warning !== undefined) session.progress.print(found.warning);
  noteUnknownFaces(found, groups, session.progress);
}

/** @throws MpaferError `usage` without one */
function folderOf(out: string | undefined): string {
  if (out !== undefined) return out;
  throw new MpaferError('usage', 'Cannot evaluate a shard without --out; expected the folder that all shards become');
}

export function noteUnknownFaces(
  { groups, evaluation }: Judgement,
  file: string | undefined,
  progress: Progress,
): void {
  if (groups === undefined) return;
  const { unknown, unnamed } = groups;
  if (unknown.length > 0) {
    progress.print(
      `"${file}" names ${plural(unknown.length, 'face')} that the data set does not have, such as "${unknown[0]}"`,
    );
  }
  if (unnamed > 0) progress.print(`"${file}" does not name ${unnamed} of ${plural(evaluation.n, 'face')}`);
}
