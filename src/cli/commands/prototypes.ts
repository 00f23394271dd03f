// `mpafer prototypes`: how well a run's prototypes separate the classes, before and after prompting.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import type { PrototypeStudy } from '../../jobs/experiments/prototype-study.ts';
import { prototypes } from '../../jobs/experiments/prototypes.ts';
import { percent, score } from '../../report/text/numbers.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { wholeNumber } from '../options/number-options.ts';
import { splitOption } from '../options/split-option.ts';
import { openSession } from '../terminal/session.ts';

interface Options extends ComputeFlags {
  readonly run: string;
  readonly data: string;
  readonly out: string;
  readonly split?: SplitChoice;
  readonly faces: string;
  readonly nearest: string;
  readonly pictures: boolean;
  readonly clip?: string;
  readonly descriptions?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const prototypesCommand = (): Command =>
  new Command('prototypes')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .requiredOption('--out <folder>', 'folder to write prototypes.html, results.json and map.csv to')
    .addOption(splitOption())
    .option('--faces <n>', 'at most this many faces, drawn at random', '1000')
    .option('--nearest <n>', 'faces to show for each prototype', '6')
    .option('--no-pictures', 'show no faces, so that the page can be shared')
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .option(
      '--descriptions <file>',
      "JSON {class: description or list of descriptions} for the hard prompts (default: the run's own)",
    )
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print the results as JSON on standard output')
    .option('--quiet', 'print nothing but the results')
    .addHelpText(
      'after',
      '\nExample:\n  mpafer prototypes --run runs/mine --data folder:my-faces --out runs/mine-prototypes',
    )
    .action(run);

async function run(options: Options): Promise<void> {
  using session = openSession(options);
  const { json: asJson, quiet: _, ...given } = options;
  const { study, results } = await session.follow(
    prototypes({
      ...given,
      faces: wholeNumber('--faces', options.faces, 2, 5000),
      nearest: wholeNumber('--nearest', options.nearest, 1, 50),
      ...givenCompute(options),
      signal: session.signal,
    }),
  );
  console.log(asJson ? json(results).trimEnd() : formatStudy(study));
}

const formatStudy = ({ stages, texts }: PrototypeStudy): string =>
  [
    ...stages.map(
      ({ name, histogram: { withinMean, betweenMean, separation }, nearestIsOwn }) =>
        `${name.padEnd(14)} cosine within ${score(withinMean)}  between ${score(betweenMean)}  pairs separated ${percent(separation)}  nearest prototype is own ${percent(nearestIsOwn)}`,
    ),
    ...texts.map(({ name, cosines }) => {
      const others = cosines.flatMap((row, one) => row.filter((_, other) => other !== one));
      return `${name.padEnd(14)} mean cosine of two classes ${score(others.reduce((sum, value) => sum + value, 0) / others.length)}`;
    }),
  ].join('\n');
