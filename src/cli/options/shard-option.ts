// `--shard`: which part of the work this process does, by number or from what a scheduler says.
import { Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { checkShard, type Shard } from '../../jobs/shards/shard.ts';

export const shardOption = (what: string): Option =>
  new Option(
    '--shard <i/N>',
    `do part i of N of the ${what}, for \`mpafer merge\`; auto, or auto/N: the number of a Slurm array task or a Kubernetes index`,
  );

type Environment = Readonly<Record<string, string | undefined>>;

/** @param text `2/8`, `auto` or `auto/8` @throws MpaferError `usage` */
export function shardOf(text: string, environment: Environment = process.env): Shard {
  const [, part, count] = /^(auto|\d+)(?:\/(\d+))?$/.exec(text.trim()) ?? [];
  const total = count === undefined ? undefined : Number(count);
  if (part === undefined || (part !== 'auto' && total === undefined)) {
    throw new MpaferError('usage', `Cannot use --shard ${text}; expected i/N such as 2/8, auto, or auto/N`);
  }
  const shard = part === 'auto' ? scheduled(environment, total) : { index: Number(part), count: total! };
  checkShard(shard);
  return shard;
}

/** The part that a scheduler gave to this process. */
function scheduled(environment: Environment, given: number | undefined): Shard {
  const number = (name: string) => {
    const text = environment[name]?.trim();
    return text === undefined || text === '' ? undefined : Number(text);
  };
  const task = number('SLURM_ARRAY_TASK_ID');
  if (task !== undefined) {
    const [least = task, most = task] = [number('SLURM_ARRAY_TASK_MIN'), number('SLURM_ARRAY_TASK_MAX')];
    const step = number('SLURM_ARRAY_TASK_STEP') ?? 1;
    const count = number('SLURM_ARRAY_TASK_COUNT') ?? given;
    if (count === undefined || (most - least) / step + 1 !== count || (given ?? count) !== count) {
      throw new MpaferError(
        'usage',
        `Cannot tell the shard of Slurm task ${task}: the array has ${count ?? 'unknown'} tasks from ${least} to ${most}${given === undefined ? '' : `, and ${given} shards were asked for`}; expected an array without gaps, a task for each shard`,
        {
          hint: 'Submit the whole array again, as finished shards are skipped; or say --shard "$SLURM_ARRAY_TASK_ID/N"',
        },
      );
    }
    return { index: (task - least) / step + 1, count };
  }
  const completion = number('JOB_COMPLETION_INDEX');
  if (completion === undefined) {
    throw new MpaferError(
      'usage',
      'Cannot tell the shard of this process: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set',
      { hint: 'Say it by number, as in --shard 2/8' },
    );
  }
  if (given === undefined) {
    throw new MpaferError('usage', 'Cannot tell how many shards there are: Kubernetes gives an index only', {
      hint: 'Say how many completions the job has, as in --shard auto/8',
    });
  }
  return { index: completion + 1, count: given };
}

/** The option as a command has it. */
export interface ShardFlag {
  readonly shard?: string;
}

export const givenShard = ({ shard }: ShardFlag): Shard | undefined =>
  shard === undefined ? undefined : shardOf(shard);
