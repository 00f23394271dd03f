// `mpafer describe review`: how similar a CLIP finds the descriptions of classes, with warnings about twins and missing classes.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { nounFor } from '../../core/plural.ts';
import { type DescriptionReview, reviewFile } from '../../jobs/describe/review-descriptions.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { classNames } from '../options/class-names.ts';
import { numberWithin } from '../options/number-options.ts';
import { pc } from '../terminal/colours.ts';

interface Options {
  readonly clip: string;
  readonly twins: string;
  readonly classes?: string;
  readonly data?: string;
  readonly json?: true;
}

export const reviewCommand = (): Command =>
  new Command('review')
    .description('Show how similar a CLIP finds the descriptions of classes, and warn about twins')
    .argument('[file]', 'JSON {class: description or list of descriptions} (default: the built-in set)')
    .option('--clip <model>', 'name, folder or file of a CLIP', embeddedClip)
    .option('--twins <cosine>', 'warn about two classes at least this similar', '0.95')
    .option('--classes <names>', 'warn if one of these is not described')
    .option('--data <spec>', 'warn if a class of this data set is not described')
    .option('--json', 'print everything as JSON on standard output')
    .addHelpText('after', '\nExample:\n  mpafer describe review mine.json --data folder:my-faces --twins 0.9')
    .action(run);

async function run(file: string | undefined, options: Options): Promise<void> {
  const threshold = numberWithin('--twins', options.twins, -1, 1);
  const { classes, data, clip } = options;
  const wanted = classes === undefined && data === undefined ? [] : await classNames(classes, data);
  const review = await reviewFile({ file, clip, threshold, classes: wanted });
  if (options.json) {
    console.log(json(review).trimEnd());
    return;
  }
  console.log(table(review).join('\n'));
  for (const line of warnings(review)) console.log(`${pc.yellow('Warning')} ${line}`);
}

/** Cosines of hard prompts of type 3, with twins highlighted; then the number of descriptions of each class. */
function table({ classes, similarities, sentences, pairs, positions, threshold }: DescriptionReview): string[] {
  const width = Math.max(...classes.map((name) => name.length)) + 2;
  const short = classes.map((name) => name.slice(0, 6));
  const rows = similarities.map((row, a) => {
    const cells = row.map((value, b) => {
      const text = value.toFixed(3).padStart(8);
      return a !== b && value >= threshold ? pc.yellow(text) : a === b ? pc.dim(text) : text;
    });
    return `${classes[a]!.padEnd(width)}${cells.join('')}`;
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const compared =
    pairs.length === 0
      ? []
      : [
          '',
          `Mean over pairs: ${mean(pairs.map(({ similarity }) => similarity)).toFixed(3)} with descriptions, ` +
            `${mean(pairs.map(({ byName }) => byName)).toFixed(3)} by names alone`,
        ];
  const counts = classes.map((name) => {
    const own = sentences.filter((sentence) => sentence.class === name);
    const longest = Math.max(...own.map(({ tokens }) => tokens));
    return `${name.padEnd(width)}${String(own.length).padStart(3)} ${nounFor(own.length, 'description ', 'descriptions')}  longest hard prompt ${longest} of ${positions} tokens`;
  });
  return [
    'Cosine of hard prompts (type 3), each the mean of its descriptions',
    `${''.padEnd(width)}${short.map((name) => name.padStart(8)).join('')}`,
    ...rows,
    ...compared,
    '',
    ...counts,
  ];
}

function warnings({ twins, sentences, missing, unused }: DescriptionReview): string[] {
  return [
    ...twins.map(
      ({ classes: [a, b], similarity, byName, nearest }) =>
        `${a} and ${b} are twins: cosine ${similarity.toFixed(3)} (by names alone ${byName.toFixed(3)}); their most similar descriptions are\n` +
        `  "${nearest.sentences[0]}"\n  "${nearest.sentences[1]}"`,
    ),
    ...strayWarnings(sentences),
    ...missing.map(
      ({ name, meant }) => `${name} is not described${meant === undefined ? '' : `; did you mean it by "${meant}"?`}`,
    ),
    ...unused.map((name) => `"${name}" is described, but is not one of the classes`),
  ];
}

/** More would hide the other warnings; the JSON has all. */
const straysShown = 5;

/** Descriptions that are closer to another class than to the rest of their own, the worst first. */
function strayWarnings(sentences: DescriptionReview['sentences']): string[] {
  const strays = sentences
    .flatMap(({ class: name, description, own, other }) =>
      own !== undefined && other !== undefined && other.similarity > own ? [{ name, description, own, other }] : [],
    )
    .sort((a, b) => b.other.similarity - b.own - (a.other.similarity - a.own));
  const lines = strays
    .slice(0, straysShown)
    .map(
      ({ name, description, own, other }) =>
        `a description of ${name} is closer to ${other.class} (${other.similarity.toFixed(3)}) than to the others of its own class (${own.toFixed(3)}): "${description}"`,
    );
  const more = strays.length - lines.length;
  return more > 0 ? [...lines, `${more} more descriptions are closer to another class; --json lists them all`] : lines;
}
