// `mpafer compare`: two runs on the same faces: McNemar's test, how large the difference is, and where they disagree.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { type Advice, compareRuns } from '../../jobs/compare/compare-runs.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { splitOption } from '../options/split-option.ts';
import { formatComparison } from '../terminal/format-comparison.ts';
import { openSession } from '../terminal/session.ts';

interface Options extends ComputeFlags {
  readonly data?: string;
  readonly split?: SplitChoice;
  readonly clip?: string;
  readonly out?: string;
  readonly pictures: boolean;
  readonly json?: true;
  readonly quiet?: true;
}

export const compareCommand = (): Command =>
  new Command('compare')
    .argument('<first>', 'run folder, checkpoint file, name of `mpafer models list`, or predictions .csv')
    .argument('<second>', 'what to compare it with; differences are second minus first')
    .option('--data <spec>', 'data set that both are evaluated on; not needed for two predictions files')
    .addOption(splitOption())
    .option('--clip <model>', 'name, folder or file of the CLIP that the runs were trained with')
    .option('--out <folder>', 'write report.html with its plots, comparison.json and disagreements.csv there')
    .option('--no-pictures', 'show no faces in the report, so that it can be shared')
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print everything as JSON on standard output, including every disagreement')
    .option('--quiet', 'print nothing but the result')
    .addHelpText(
      'after',
      `
A predictions file is a CSV with the columns id,label,predicted (and group, to resample whole people);
mpafer evaluate --out writes one, and any other program can.

Examples:
  mpafer compare runs/a runs/b --data folder:my-faces
  mpafer compare zero-shot runs/mine --data ferplus:../ferplus --json
  mpafer compare runs/a runs/b --data folder:my-faces --out reports/a-b
  mpafer compare ours/predictions.csv theirs.csv`,
    )
    .action(run);

async function run(first: string, second: string, options: Options): Promise<void> {
  using session = openSession(options);
  const { json: asJson, quiet: _, ...given } = options;
  const job = compareRuns({ first, second, ...given, ...givenCompute(options), signal: session.signal });
  const { found, faces, advice, record } = await session.follow(job);
  if (asJson) console.log(json(record).trimEnd());
  else
    console.log(
      [...formatComparison(found, faces, [first, second]), ...(advice ? formatAdvice(advice) : [])].join('\n'),
    );
}

function formatAdvice({ prefer, because, bytes }: Advice): readonly string[] {
  const sizes = bytes.map((size) => `${(size / 1000).toFixed(1)} kB`).join(' and ');
  const name = prefer === 'first' ? 'A' : 'B';
  if (because === 'accuracy') return ['', `${name} is right more often: use ${name}`];
  if (prefer === undefined) return ['', `No difference is shown, and neither is smaller (${sizes} beside CLIP)`];
  return ['', `No difference is shown: use ${name}, the smaller (${sizes} beside CLIP)`];
}
