// `mpafer merge`: makes the whole out of shards.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import { judgementRecord } from '../../evaluate/judgement.ts';
import { type Merged, mergeShards } from '../../jobs/shards/merge-shards.ts';
import { alignedText } from '../terminal/aligned-text.ts';
import { faithfulnessText } from '../terminal/faithfulness-text.ts';
import { formatJudgement } from '../terminal/format-evaluation.ts';
import { openSession } from '../terminal/session.ts';

interface Options {
  readonly json?: true;
  readonly quiet?: true;
}

export const mergeCommand = (): Command =>
  new Command('merge')
    .argument('<out>', 'file or folder that every shard was given as --out')
    .option('--json', 'print what was found as JSON on standard output')
    .option('--quiet', 'print nothing but the result')
    .addHelpText(
      'after',
      `
It refuses a shard that is missing, cut off or there twice, and shards that were made with other options, files, models or threads.

Examples:
  mpafer merge faces.csv
  mpafer merge reports/mine --json

Here after \`for i in 1 2 3 4; do mpafer predict photos/ --out faces.csv --shard $i/4; done\`.`,
    )
    .action(run);

async function run(out: string, options: Options): Promise<void> {
  using session = openSession(options);
  const merged = await session.follow(mergeShards({ out, signal: session.signal }));
  session.progress.print(`Merged ${plural(merged.shards, 'shard')} into ${out}${summary(merged)}`);
  process.stdout.write(options.json ? json(recordOf(merged)) : textOf(merged));
  const { job, result } = merged;
  const nothingRead =
    (job === 'predict' && result.failed === result.done) ||
    (job === 'predict-videos' && result.failed === result.videos);
  if (nothingRead) process.exitCode = 1;
}

/** What predictions say of themselves. */
function summary({ job, result }: Merged): string {
  if (job !== 'predict' && job !== 'predict-videos') return '';
  const inputs = job === 'predict' ? plural(result.done, 'picture') : plural(result.frames, 'frame');
  const unread = result.failed === 0 ? '' : `; ${result.failed} could not be read`;
  return `: ${plural(result.faces, 'face')} in ${inputs}${unread}`;
}

/** What the command itself would have printed. */
function textOf({ job, result }: Merged): string {
  switch (job) {
    case 'evaluate':
      return `${formatJudgement(result).join('\n')}\n`;
    case 'align':
      return `${alignedText(result)}\n`;
    case 'faithfulness':
      return faithfulnessText(result);
    case 'cross':
    case 'stress':
      return `${result.table}\n`;
    case 'ablate':
    case 'few-shot':
    case 'base-to-new':
      return `${result}\n`;
    default:
      return '';
  }
}

function recordOf({ job, result }: Merged): unknown {
  if (job === 'evaluate') return judgementRecord(result);
  return job === 'cross' || job === 'stress' ? result.results : result;
}
