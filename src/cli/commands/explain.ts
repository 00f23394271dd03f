// `mpafer explain`: why a run says what it says of a face, and whether such maps passed their tests.
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { type ExplanationMethod, explanationMethods } from '../../evaluate/explanation.ts';
import { explainImages } from '../../jobs/explain/explain-images.ts';
import { imagePaths } from '../../jobs/predict/image-paths.ts';
import { defaultPack, faceModes } from '../../recognise/recogniser-options.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { wholeNumber } from '../options/number-options.ts';
import { splitOption } from '../options/split-option.ts';
import { explanationLines } from '../terminal/explanation-text.ts';
import { jsonList } from '../terminal/row-text.ts';
import { openSession } from '../terminal/session.ts';

interface Options extends ComputeFlags {
  readonly run: string;
  readonly method: ExplanationMethod;
  readonly faces?: 'find' | 'crop';
  readonly data?: string;
  readonly split?: SplitChoice;
  readonly count?: string;
  readonly nearest?: string;
  readonly training?: string;
  readonly class?: string;
  readonly against?: string;
  readonly out?: string;
  readonly list?: string;
  readonly clip?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const explainCommand = (): Command =>
  new Command('explain')
    .argument('[images...]', 'image files, folders, or patterns such as "faces/*.jpg"')
    .option('--run <run>', 'run folder, checkpoint file, or the name of a pack', defaultPack)
    .addOption(new Option('--method <name>', 'how the map is made').choices(explanationMethods).default('gate'))
    .addOption(
      new Option(
        '--faces <how>',
        'find faces in whole pictures, or take each picture as a crop of one face (default: find)',
      ).choices(faceModes),
    )
    .option('--class <name>', 'class to explain (default: the one recognised in each image)')
    .option('--against <name>', 'class that it is held against (default: the most similar other one)')
    .option('--data <spec>', 'explain faces of a data set instead of image files, e.g. folder:PATH')
    .addOption(splitOption())
    .option('--count <n>', 'at most this many faces of the data set, drawn at random (default: 500)')
    .option('--nearest <n>', 'show this many of the nearest training faces beside each face')
    .option('--training <spec>', "the run's training data, for --nearest (default: as the run's folder records it)")
    .option('--out <folder>', 'folder for annotated pictures, explanations.json, summary.json and report.html')
    .option('--list <file>', 'text file with more image paths, one per line; - for standard input')
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print a JSON list on standard output')
    .option('--quiet', 'print nothing but the explanations')
    .addHelpText(
      'after',
      `
Methods:
  gate       first-order estimate of what leaving out each patch takes from the margin (the default)
  gradient   relevance by attention and its gradient (Chefer et al. 2021)
  patches    similarity of each patch with the class: exact, but for the local part of the margin only
  occlusion  leaves out one patch after the other: the slow reference
  rollout    attention through the layers: a control, not an explanation

Examples:
  mpafer explain photo.jpg
  mpafer explain crops/ --faces crop --method patches --out why
  mpafer explain photo.jpg --class fear --against surprise --json
  mpafer explain --run runs/mine --data folder:my-faces --class fear --against surprise --out fear-or-surprise
  mpafer explain --run runs/mine photo.jpg --nearest 4 --out why`,
    )
    .action(run);

async function run(images: readonly string[], options: Options): Promise<void> {
  using session = openSession(options);
  const { run, faces, data, split, training, method, against, out, list, clip } = options;
  const isNamed = images.length > 0 || list !== undefined;
  if (data === undefined && (split !== undefined || options.count !== undefined))
    throw new MpaferError('usage', 'Cannot use --split or --count without --data');
  const job = explainImages({
    run,
    ...(isNamed && {
      images: imagePaths({ named: images, list, onNote: session.progress.print }),
    }),
    data,
    split,
    count: options.count === undefined ? undefined : wholeNumber('--count', options.count, 1, 1_000_000),
    nearest: options.nearest === undefined ? undefined : wholeNumber('--nearest', options.nearest, 1, 50),
    training,
    faces,
    method,
    target: options.class,
    against,
    out,
    clip,
    ...givenCompute(options),
    signal: session.signal,
  });
  const { done, failed } = await session.followRows(
    job,
    (event) => (event.kind === 'explanation' ? { row: event.explanation } : event),
    options.json ? jsonList() : explanationLines,
  );
  if (failed === done) process.exitCode = 1;
}
