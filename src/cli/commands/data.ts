// `mpafer data check`: checks a data set, image by image.
import { Command, Option } from 'commander';
import { json } from '../../core/json.ts';
import { datasetKinds } from '../../data/open-dataset.ts';
import { alignData } from '../../jobs/data/align-data.ts';
import { checkData } from '../../jobs/data/check-data.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { numberWithin } from '../options/number-options.ts';
import { givenShard, type ShardFlag, shardOption } from '../options/shard-option.ts';
import { alignedText } from '../terminal/aligned-text.ts';
import { checkText } from '../terminal/check-text.ts';
import { openSession } from '../terminal/session.ts';
import { shardText } from '../terminal/shard-text.ts';

interface CheckOptions {
  readonly json?: true;
  readonly sheet?: string;
  readonly quiet?: true;
}

export const dataCommand = (): Command =>
  new Command('data')
    .addHelpText('after', '\nExample:\n  mpafer data check rafdb:RAF-DB --sheet rafdb.png')
    .addCommand(
      new Command('check')
        .description('Read every image and label: counts, missing and corrupt files, duplicates, subjects, sizes')
        .argument('<spec>', 'data set, KIND:PATH?option=value')
        .option('--json', 'print the report as JSON on standard output')
        .option('--sheet <file>', 'write a PNG with some images of each class')
        .option('--quiet', 'print nothing but the report')
        .addHelpText(
          'after',
          `\nKinds:\n${kinds()}\n\nEvery kind also takes seed=1 for splits that are dealt, and shots=16&shotsSeed=1&shotsValid=4 for a few faces a class.\n\nExample:\n  mpafer data check rafdb:RAF-DB --sheet rafdb.png\n\nThe exit code is 1 if files are missing or corrupt.`,
        )
        .action(check),
    )
    .addCommand(
      new Command('align')
        .description('Cut the faces out of photographs by the one recipe, into a new data set')
        .argument('<spec>', 'data set of photographs, KIND:PATH?option=value')
        .requiredOption('--out <folder>', 'new folder for the crops; a stopped run continues')
        .addOption(
          new Option('--faces <which>', 'the face that the label is about, or all of an image')
            .choices(['labelled', 'all'])
            .default('labelled'),
        )
        .option('--side <pixels>', 'side of the crops', '224')
        .addOption(shardOption('images'))
        .addOption(deviceOption())
        .addOption(threadsOption())
        .option('--json', 'print the counts as JSON on standard output')
        .option('--quiet', 'print nothing but the counts')
        .addHelpText(
          'after',
          `
The eyes are level, and always at the same two places. Where the set has boxes, the face is looked for around them.
labels.csv lists the crops with label, split, votes and person, statuses.csv what became of each image.

Examples:
  mpafer data align folder:photos --out aligned
  mpafer train --data csv:aligned/labels.csv --out runs/aligned`,
        )
        .action(align),
    );

const kinds = () => datasetKinds.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n');

async function check(spec: string, { sheet, json: asJson, quiet }: CheckOptions): Promise<void> {
  using session = openSession({ quiet });
  const report = await session.follow(checkData({ data: spec, sheet }));
  session.progress.print('');
  console.log(asJson ? json({ data: spec, ...report }).trimEnd() : checkText(report));
  if (sheet !== undefined) session.progress.print(`Wrote ${sheet}`);
  if (report.missing.count + report.corrupt.count > 0) process.exitCode = 1;
}

interface AlignOptions extends ShardFlag, ComputeFlags {
  readonly out: string;
  readonly faces: 'labelled' | 'all';
  readonly side: string;
  readonly json?: true;
  readonly quiet?: true;
}

async function align(spec: string, options: AlignOptions): Promise<void> {
  using session = openSession(options);
  const { out, faces, side } = options;
  const pixels = numberWithin('--side', side, 32, 1024);
  const shard = givenShard(options);
  const found = await session.follow(
    alignData({ data: spec, out, faces, side: pixels, shard, ...givenCompute(options), signal: session.signal }),
  );
  if (found.shard !== undefined) session.progress.print(shardText(found.shard, found.faces, 'face'));
  else if (options.json) console.log(json(found).trimEnd());
  else {
    console.log(alignedText(found));
    session.progress.print(`Open it as ${found.spec}`);
  }
}
