// `mpafer predict`: recognises the expression in face images, one row each.
import { Command, Option } from 'commander';
import { type Precision, precisions } from '../../configuration/precision.ts';
import { imagePaths } from '../../jobs/predict/image-paths.ts';
import { predictImages } from '../../jobs/predict/predict-images.ts';
import { defaultPack } from '../../recognise/recogniser-options.ts';
import { classNames } from '../options/class-names.ts';
import { showEvent } from '../terminal/event-text.ts';
import { predictionJson, predictionLines } from '../terminal/prediction-text.ts';
import { openSession } from '../terminal/session.ts';

interface Options {
  readonly run: string;
  readonly list?: string;
  readonly clip?: string;
  readonly precision?: Precision;
  readonly classes?: string;
  readonly descriptions?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const predictCommand = (): Command =>
  new Command('predict')
    .description('Recognise the expression in face images (crops of one face each)')
    .argument('[images...]', 'image files, folders, or patterns such as "faces/*.jpg"')
    .option('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`', defaultPack)
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .addOption(new Option('--precision <name>', "precision of the towers (default: the run's own)").choices(precisions))
    .option('--classes <names>', 'with --run zero-shot: classes to choose among, separated by commas')
    .option('--descriptions <file>', 'with --run zero-shot: JSON {class: description or list of descriptions}')
    .option('--list <file>', 'text file with more image paths, one per line; - for standard input')
    .option('--json', 'print a JSON list on standard output')
    .option('--quiet', 'print nothing but the predictions')
    .addHelpText(
      'after',
      '\nExamples:\n  mpafer predict face.jpg\n  mpafer predict --run runs/mine faces/ more/*.png --json\n  mpafer predict --run zero-shot --classes wink,yawn --descriptions mine.json face.jpg\n  find faces -name "*.png" | mpafer predict --run runs/mine --list -\n\nAn image that cannot be read gets a row with the status "failed"; the exit code is 1 only if all images failed.',
    )
    .action(run);

async function run(images: readonly string[], options: Options): Promise<void> {
  using session = openSession(options);
  const { run, list, clip, precision, classes, descriptions } = options;
  const text = options.json ? predictionJson() : predictionLines;
  const job = predictImages({
    run,
    images: imagePaths({ named: images, list, onNote: session.progress.print }),
    clip,
    precision,
    classes: classes === undefined ? undefined : await classNames(classes, undefined),
    descriptions,
  });
  for (;;) {
    const next = await job.next();
    if (next.done) {
      session.progress.clear();
      process.stdout.write(text.end);
      if (next.value.failed === next.value.done) process.exitCode = 1;
      return;
    }
    if (next.value.kind === 'progress') showEvent(next.value, session.progress);
    else {
      session.progress.clear();
      process.stdout.write(text.of(next.value.prediction));
    }
  }
}
