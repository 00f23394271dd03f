// `mpafer data check`: checks a data set, image by image.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { datasetKinds } from '../../data/open-dataset.ts';
import { checkData } from '../../jobs/data/check-data.ts';
import { checkText } from '../terminal/check-text.ts';
import { openSession } from '../terminal/session.ts';

interface CheckOptions {
  readonly json?: true;
  readonly sheet?: string;
  readonly quiet?: true;
}

export const dataCommand = (): Command =>
  new Command('data')
    .description('Inspect data sets')
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
