// `mpafer data check`: is a data set what it should be? Every image is read once.
import { Command } from 'commander';
import { finish } from '../../core/finish.ts';
import { random } from '../../core/random.ts';
import { checkDataset } from '../../data/check/check-dataset.ts';
import { contactSheet } from '../../data/check/contact-sheet.ts';
import { datasetKinds, openDataset } from '../../data/open-dataset.ts';
import { checkText } from '../../jobs/describe/check-text.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { requireWritable, writeFile } from '../../platform/node/files/write-file.ts';
import { encodePng } from '../../platform/node/images/encode-image.ts';
import { duration, terminalProgress } from '../terminal/progress.ts';

interface CheckOptions {
  readonly json?: true;
  readonly sheet?: string;
  readonly quiet?: true;
}

export const dataCommand = (): Command =>
  new Command('data')
    .description('Look at data sets')
    .addHelpText('after', '\nExample:\n  mpafer data check rafdb:RAF-DB --sheet rafdb.png')
    .addCommand(
      new Command('check')
        .description('Read every image and label: counts, missing and corrupt files, duplicates, subjects, sizes')
        .argument('<spec>', 'data set, KIND:PATH?option=value')
        .option('--json', 'print the report as JSON on standard output')
        .option('--sheet <file>', 'draw images of each class into a PNG file')
        .option('--quiet', 'show no progress')
        .addHelpText(
          'after',
          `\nKinds:\n${kinds()}\n\nExample:\n  mpafer data check rafdb:RAF-DB --sheet rafdb.png\n\nExit code 1 when files are missing or corrupt`,
        )
        .action(check),
    );

const kinds = () => datasetKinds.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n');

async function check(spec: string, options: CheckOptions): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  if (options.sheet !== undefined) await requireWritable(options.sheet);
  const dataset = await openDataset(spec, nodeDataHost, { missing: 'keep' });
  const started = performance.now();
  const report = await finish(checkDataset(dataset), ({ doing, done, of }) => {
    const seconds = (performance.now() - started) / 1000;
    progress.show(
      doing === 'reading'
        ? `reading  ${done} of ${of}  ${Math.round(done / seconds)} images/s  ${duration(((of - done) / done) * seconds)} left`
        : `comparing  ${done} %`,
    );
  });
  progress.say('');
  if (options.json) console.log(JSON.stringify({ data: spec, ...report }, undefined, 2));
  else console.log(checkText(report));
  if (options.sheet !== undefined) {
    await writeFile(options.sheet, await encodePng(await contactSheet(dataset, { random: random(1) })));
    progress.say(`Drew ${options.sheet}`);
  }
  if (report.missing.count + report.corrupt.count > 0) process.exitCode = 1;
}
