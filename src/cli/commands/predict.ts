// `mpafer predict`: what single face images show. Each image gets a status; a bad one ends nothing.
import { Command, Option } from 'commander';
import { type Precision, precisions } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { classNames } from '../../jobs/class-names.ts';
import { loadDescriptions } from '../../jobs/load-descriptions.ts';
import { type Decoded, decodeSome } from '../../jobs/predict/decode-some.ts';
import { imagePaths } from '../../jobs/predict/image-paths.ts';
import { take } from '../../jobs/predict/take.ts';
import { type OpenRunOptions, openRun } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import type { Recogniser } from '../../recognise/load-run.ts';
import { type Prediction, predictionJson, predictionLines } from '../terminal/prediction-text.ts';
import { terminalProgress } from '../terminal/progress.ts';

interface Options {
  readonly run: string;
  readonly list?: string;
  readonly clip?: string;
  readonly precision?: Precision;
  readonly classes?: string;
  readonly descriptions?: string;
  readonly json?: true;
}

export const predictCommand = (): Command =>
  new Command('predict')
    .description('Tell what face images show (crops of one face each)')
    .argument('[images...]', 'image files')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .option('--clip <model>', 'folder or file of the CLIP that the run was trained with')
    .addOption(
      new Option('--precision <name>', "what the towers compute in (default: the run's own)").choices(precisions),
    )
    .option('--classes <names>', 'with --run zero-shot: what to choose among, separated by commas')
    .option('--descriptions <file>', 'with --run zero-shot: JSON {class: description or list of descriptions}')
    .option('--list <file>', 'more image files: a text file with one path a line, - for standard input')
    .option('--json', 'print a JSON list on standard output')
    .addHelpText(
      'after',
      '\nExample:\n  mpafer predict --run runs/mine face1.jpg face2.png --json\n  mpafer predict --run zero-shot --classes wink,yawn --descriptions mine.json face.jpg\n  find faces -name "*.png" | mpafer predict --run runs/mine --list -\n\nAn image that cannot be read is a row with the status "failed"; the exit code is 1 only when all failed.',
    )
    .action(run);

/** Images recognised at once. */
const chunk = 32;

async function run(images: readonly string[], options: Options): Promise<void> {
  const progress = terminalProgress(false);
  const engine = nodeEngine();
  try {
    const paths = imagePaths(images, options.list);
    let waiting = await take(paths, chunk);
    const { recogniser } = await openRun(engine, options.run, await runOptions(options));
    const text = options.json ? predictionJson() : predictionLines;
    let [done, failed] = [0, 0];
    while (waiting.length > 0) {
      const rows = await recogniseAll(recogniser, await decodeSome(waiting));
      done += rows.length;
      failed += rows.filter(({ status }) => status === 'failed').length;
      progress.clear();
      for (const row of rows) process.stdout.write(text.of(row));
      progress.show(
        options.list === undefined ? `${done} of ${plural(images.length, 'image')}` : plural(done, 'image'),
      );
      waiting = [...waiting.slice(rows.length), ...(await take(paths, rows.length))];
    }
    progress.clear();
    process.stdout.write(text.end);
    if (failed === done) process.exitCode = 1;
  } finally {
    progress.clear();
    await engine.close();
  }
}

/** A trained run knows its classes; plain CLIP is told. */
async function runOptions({ run, clip, classes, descriptions, precision }: Options): Promise<OpenRunOptions> {
  if (run !== zeroShotName && (classes !== undefined || descriptions !== undefined)) {
    throw new MpaferError(
      'usage',
      `Cannot give --classes or --descriptions with --run ${run}: a trained run has its own`,
    );
  }
  return {
    clip,
    precision,
    classes: classes === undefined ? undefined : await classNames(classes, undefined),
    descriptions: await loadDescriptions(descriptions),
  };
}

async function recogniseAll(recogniser: Recogniser, decoded: readonly Decoded[]): Promise<Prediction[]> {
  const readable = decoded.flatMap((item) => ('picture' in item ? [item.picture] : []));
  const faces = readable.length === 0 ? [] : await recogniser.recognise(readable);
  let next = 0;
  return decoded.map((item): Prediction => {
    if (!('picture' in item)) return item;
    const { expression, probabilities } = faces[next++]!;
    return { image: item.image, status: 'ok', expression, probabilities };
  });
}
