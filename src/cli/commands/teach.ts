// `mpafer teach`: a recogniser from a few faces, in a second, without training prompts.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import { type TaughtPack, type TaughtScores, teachPack } from '../../jobs/teach/teach-pack.ts';
import { pValue } from '../../report/text/numbers.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { percent } from '../terminal/progress.ts';
import { openSession } from '../terminal/session.ts';

interface Options extends ComputeFlags {
  readonly data: string;
  readonly out?: string;
  readonly update?: string;
  readonly clip?: string;
  readonly descriptions?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const teachCommand = (): Command =>
  new Command('teach')
    .requiredOption('--data <spec>', 'faces to teach by, e.g. folder:PATH; its test split is kept apart for a score')
    .option('--out <file>', 'file to write; an existing one is replaced (default: the file of --update)')
    .option('--update <file>', 'add the faces to a recogniser that was taught before')
    .option('--clip <model>', 'name, folder or file of a CLIP (default: the built-in one)')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions}')
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print the result as JSON on standard output')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
The file holds features of the faces, no pictures and no names, so that faces can be added later.
\`?valid=0&test=0\` after the path teaches by every face; \`?shots=8\` by 8 of each class.

Examples:
  mpafer teach --data folder:my-faces --out mine.safetensors
  mpafer teach --data "folder:more-faces" --update mine.safetensors
  mpafer predict new.jpg --run mine.safetensors`,
    )
    .action(run);

async function run({ json: asJson, quiet, threads, device, ...options }: Options, command: Command): Promise<void> {
  if (options.out === undefined && options.update === undefined) {
    command.error("error: required option '--out <file>' not specified");
  }
  using session = openSession({ quiet });
  const taught = await session.follow(
    teachPack({
      ...options,
      ...givenCompute({ threads, device }),
      signal: session.signal,
    }),
  );
  if (asJson) console.log(json(taught).trimEnd());
  else if (!quiet) for (const line of formatTaught(taught)) console.log(line);
}

function formatTaught(taught: TaughtPack): readonly string[] {
  const { file, bytes, counts, repeated, tie, tieChosen, crossValidated, clip, test } = taught;
  const faces = counts.reduce((sum, count) => sum + count, 0);
  const taughtClasses = counts.filter((count) => count > 0).length;
  return [
    `Wrote ${file} (${Math.ceil(bytes / 1000)} kB), taught by ${plural(faces, 'face')} of ${plural(taughtClasses, 'class', 'classes')}`,
    ...(repeated > 0 ? [`  ${plural(repeated, 'face was', 'faces were')} there already`] : []),
    `  tie to the texts ${tie}, ${tieChosen ? 'chosen on held-out faces' : 'the default: some class has fewer than three people'}`,
    ...(crossValidated
      ? [
          `  own faces, each without its person: ${percent(crossValidated.right / crossValidated.of)} right of ${crossValidated.of}`,
        ]
      : []),
    ...(test ? formatTest(test) : ['  no test faces: how well it does on others is not known']),
    `Use it: mpafer predict FACE.jpg --run ${file}${clip === undefined ? '' : ` --clip ${clip}`}`,
  ];
}

function formatTest({ faces, interval, againstTexts: { war, uar, mcnemar } }: TaughtScores): readonly string[] {
  const [low, high] = interval.war;
  const within = Number.isFinite(low) ? ` (95 %: ${percent(low)} to ${percent(high)})` : '';
  return [
    `  ${plural(faces, 'test face')}: WAR ${percent(war.second)}${within}, UAR ${percent(uar.second)}`,
    `  texts alone: WAR ${percent(war.first)}, UAR ${percent(uar.first)}; McNemar's exact test: ${pValue(mcnemar.p)}`,
  ];
}
