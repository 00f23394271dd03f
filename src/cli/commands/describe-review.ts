// `mpafer describe review`: how alike a file's descriptions are to a CLIP, with warnings of twins and of classes left out.
import { Command } from 'commander';
import pc from 'picocolors';
import { MpaferError } from '../../core/errors.ts';
import { nounFor } from '../../core/plural.ts';
import { type Coverage, coverage } from '../../descriptions/coverage.ts';
import { type Review, reviewDescriptions } from '../../descriptions/review.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { classNames } from '../../jobs/class-names.ts';
import { loadDescriptions } from '../../jobs/load-descriptions.ts';
import type { Descriptions } from '../../method/hard-prompt.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { numberWithin } from '../options/number-option.ts';

interface Options {
  readonly clip: string;
  readonly twins: string;
  readonly classes?: string;
  readonly data?: string;
  readonly json?: true;
}

export const reviewCommand = (): Command =>
  new Command('review')
    .description('Show how alike the descriptions of classes are to a CLIP, and warn of twins')
    .argument('[file]', 'JSON {class: description or list of descriptions}; the set that ships where left out')
    .option('--clip <model>', 'folder or file of a CLIP', embeddedClip)
    .option('--twins <cosine>', 'warn of two classes at least this alike', '0.95')
    .option('--classes <names>', 'warn where one of these is not described')
    .option('--data <spec>', 'warn where a class of this data set is not described')
    .option('--json', 'print everything as JSON on standard output')
    .addHelpText('after', '\nExample:\n  mpafer describe review mine.json --data folder:my-faces --twins 0.9')
    .action(run);

async function run(file: string | undefined, options: Options): Promise<void> {
  const threshold = numberWithin('--twins', options.twins, -1, 1);
  const descriptions = await ownDescriptions(file);
  const { classes, data } = options;
  const wanted = classes === undefined && data === undefined ? [] : await classNames(classes, data);
  const clip = await openClip(options.clip);
  const engine = nodeEngine();
  let review: Review;
  try {
    review = await reviewDescriptions(engine, clip, descriptions);
  } finally {
    await engine.close();
  }
  const twins = review.pairs.filter(({ similarity }) => similarity >= threshold);
  const { missing, unused } = coverage(wanted, review.classes);
  const covered: Coverage = { missing, unused: wanted.length === 0 ? [] : unused };
  if (options.json) {
    console.log(JSON.stringify({ clip: clip.name, threshold, ...review, twins, ...covered }, undefined, 2));
    return;
  }
  console.log(table(review, threshold).join('\n'));
  for (const line of warnings(review, threshold, covered)) console.log(`${pc.yellow('Warning')} ${line}`);
}

/** A file's own classes, without those that ship. */
async function ownDescriptions(file: string | undefined): Promise<Descriptions> {
  const all = await loadDescriptions(file);
  if (file === undefined) return all;
  const own = Object.keys((await readJson(file, 'descriptions')) as object);
  if (own.length > 0) return Object.fromEntries(own.map((name) => [name, all[name]!]));
  throw new MpaferError('descriptions', `Cannot review "${file}": it describes no class`);
}

/** Cosines of hard prompts of type 3, twins marked; then each class's sentences. */
function table({ classes, similarities, sentences, pairs, positions }: Review, threshold: number): string[] {
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

function warnings({ pairs, sentences }: Review, threshold: number, { missing, unused }: Coverage): string[] {
  return [
    ...pairs
      .filter(({ similarity }) => similarity >= threshold)
      .map(
        ({ classes: [a, b], similarity, byName, nearest }) =>
          `${a} and ${b} are twins: cosine ${similarity.toFixed(3)} (by names alone ${byName.toFixed(3)}); most alike are\n` +
          `  "${nearest.sentences[0]}"\n  "${nearest.sentences[1]}"`,
      ),
    ...strayWarnings(sentences),
    ...missing.map(
      ({ name, meant }) => `${name} is not described${meant === undefined ? '' : `; is "${meant}" meant for it?`}`,
    ),
    ...unused.map((name) => `"${name}" is described, but is not one of the classes`),
  ];
}

/** More would bury the rest; all are in the JSON. */
const straysShown = 5;

/** Sentences that stand nearer to another class than to the rest of their own, the farthest astray first. */
function strayWarnings(sentences: Review['sentences']): string[] {
  const strays = sentences
    .flatMap(({ class: name, description, own, other }) =>
      own !== undefined && other !== undefined && other.similarity > own ? [{ name, description, own, other }] : [],
    )
    .sort((a, b) => b.other.similarity - b.own - (a.other.similarity - a.own));
  const lines = strays
    .slice(0, straysShown)
    .map(
      ({ name, description, own, other }) =>
        `a description of ${name} is nearer to ${other.class} (${other.similarity.toFixed(3)}) than to the others of its own class (${own.toFixed(3)}): "${description}"`,
    );
  const more = strays.length - lines.length;
  return more > 0 ? [...lines, `${more} more descriptions are nearer to another class, see --json`] : lines;
}
