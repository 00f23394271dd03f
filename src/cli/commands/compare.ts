// `mpafer compare`: two runs on the same faces: McNemar's test, how large the difference is, and where they disagree.
import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import { type Dataset, type Split, splits } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { utf8 } from '../../data/text-lines.ts';
import type { Engine } from '../../engine/engine.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { type NamedPredictions, namedPredictions, readPredictions } from '../../evaluate/predictions-file.ts';
import { type SameFaces, sameFaces } from '../../evaluate/same-faces.ts';
import { writeComparison } from '../../jobs/compare/write-comparison.ts';
import { judgeSplit } from '../../jobs/evaluate/judge-split.ts';
import { seenWarning } from '../../jobs/evaluate/seen-faces.ts';
import { openEvaluationFolder } from '../../jobs/evaluate/write-evaluation.ts';
import { compareModels, type ModelComparison } from '../../metrics/model-comparison.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import { formatComparison } from '../terminal/format-comparison.ts';
import { type Progress, terminalProgress } from '../terminal/progress.ts';

interface Options {
  readonly data?: string;
  readonly split: Split;
  readonly clip?: string;
  readonly out?: string;
  readonly pictures: boolean;
  readonly json?: true;
  readonly quiet?: true;
}

export const compareCommand = (): Command =>
  new Command('compare')
    .description('Compare two runs on the same faces: McNemar, paired bootstrap, disagreements')
    .argument('<first>', 'run folder, checkpoint file, name of `mpafer models list`, or predictions .csv')
    .argument('<second>', 'the same of the other; differences are second minus first')
    .option('--data <spec>', 'data set that both are evaluated on; not needed for two predictions files')
    .addOption(new Option('--split <name>', 'which split').choices(splits).default('test'))
    .option('--clip <model>', 'folder or file of the CLIP that the runs were trained with')
    .option('--out <folder>', 'write report.html with its plots, comparison.json and disagreements.csv there')
    .option('--no-pictures', 'show no face in the report: it can be passed on')
    .option('--json', 'print everything as JSON on standard output, every face on which they disagree too')
    .option('--quiet', 'print nothing but the result')
    .addHelpText(
      'after',
      `
A predictions file is a CSV with the columns id,label,predicted (and group, where whole people are to be resampled);
mpafer evaluate --out writes one, and any other program can.

Examples:
  mpafer compare runs/a runs/b --data folder:my-faces
  mpafer compare zero-shot runs/mine --data ferplus:../ferplus --json
  mpafer compare runs/a runs/b --data folder:my-faces --out reports/a-b
  mpafer compare ours/predictions.csv theirs.csv`,
    )
    .action(run);

async function run(first: string, second: string, options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  if (options.out !== undefined) await openEvaluationFolder(options.out);
  const engine = nodeEngine();
  try {
    const dataset = await datasetFor([first, second], options);
    const open = (source: string) => predictionsOf(source, dataset, engine, options, progress);
    const [ours, theirs] = [await open(first), await open(second)];
    const faces = sameFaces(ours, theirs);
    const found = compareModels(faces, random(1).split('compare'));
    const names = [first, second] as const;
    const told = record(found, faces, names, dataset, options);
    if (options.json) console.log(JSON.stringify(told, undefined, 2));
    else console.log(formatComparison(found, faces, names).join('\n'));
    if (options.out === undefined) return;
    const conditions = { first, second, ...(dataset && { data: options.data, split: options.split }) };
    const { pictures } = options;
    await writeComparison(options.out, { names, found, faces, dataset, record: told, conditions, pictures });
    progress.say(`Report: ${options.out}/report.html`);
  } finally {
    progress.clear();
    await engine.close();
  }
}

const isFile = (source: string): boolean => /\.csv$/i.test(source);

async function datasetFor(sources: readonly string[], { data }: Options): Promise<Dataset | undefined> {
  const run = sources.find((source) => !isFile(source));
  if (data !== undefined) return openDataset(data, nodeDataHost);
  if (run === undefined) return undefined;
  throw new MpaferError('usage', `Cannot compare: "${run}" is a run, and there is no --data to evaluate it on`, {
    hint: 'Add --data SPEC, or give two predictions files (.csv)',
  });
}

async function predictionsOf(
  source: string,
  dataset: Dataset | undefined,
  engine: Engine,
  { data, split, clip }: Options,
  progress: Progress,
): Promise<NamedPredictions> {
  if (dataset === undefined || isFile(source)) {
    const bytes = await readFile(source).catch((cause: unknown) => {
      throw new MpaferError('data', `Cannot read predictions from "${source}": there is no such file`, { cause });
    });
    return readPredictions(utf8(bytes, source), source);
  }
  const { recogniser } = await openRun(engine, source, { clip, classes: dataset.classes });
  try {
    const { predictions, samples } = await judgeSplit(recogniser, dataset, split, progress);
    const { trainedOn } = recogniser;
    const warning = trainedOn && (await seenWarning(trainedOn, { spec: data!, dataset }, samples));
    if (warning !== undefined) progress.say(`${source}: ${warning}`);
    return namedPredictions(source, predictions);
  } finally {
    await recogniser.release();
  }
}

function record(
  found: ModelComparison,
  { ids, classes, labels, first, second, groups, notes }: SameFaces,
  names: readonly [string, string],
  dataset: Dataset | undefined,
  { split }: Options,
) {
  const { disagreements, answers: _, ...scores } = found;
  return {
    first: names[0],
    second: names[1],
    ...(dataset && { data: dataset.name, split }),
    resampled: groups ? 'groups' : 'faces',
    ...(notes.length > 0 && { notes }),
    ...scores,
    disagreements: disagreements.map((face) => ({
      id: ids[face]!,
      label: classes[labels[face]!]!,
      first: classes[first[face]!]!,
      second: classes[second[face]!]!,
    })),
  };
}
