// `mpafer explain`: why a run says what it says of a face, and whether such maps passed their tests.
import { Command, Option } from 'commander';
import { type ExplanationMethod, explanationMethods } from '../../evaluate/explanation.ts';
import { explainImages } from '../../jobs/explain/explain-images.ts';
import { imagePaths } from '../../jobs/predict/image-paths.ts';
import { defaultPack, faceModes } from '../../recognise/recogniser-options.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { explanationLines } from '../terminal/explanation-text.ts';
import { jsonList } from '../terminal/row-text.ts';
import { openSession } from '../terminal/session.ts';

interface Options extends ComputeFlags {
  readonly run: string;
  readonly method: ExplanationMethod;
  readonly faces: 'find' | 'crop';
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
      new Option('--faces <how>', 'find faces in whole pictures, or take each picture as a crop of one face')
        .choices(faceModes)
        .default('find'),
    )
    .option('--class <name>', 'class to explain (default: the one recognised in each image)')
    .option('--against <name>', 'class that it is held against (default: the most similar other one)')
    .option('--out <folder>', 'folder for annotated pictures, explanations.json and report.html')
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
  mpafer explain photo.jpg --class fear --against surprise --json`,
    )
    .action(run);

async function run(images: readonly string[], options: Options): Promise<void> {
  using session = openSession(options);
  const { run, faces, method, against, out, list, clip } = options;
  const job = explainImages({
    run,
    images: imagePaths({ named: images, list, onNote: session.progress.print }),
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
