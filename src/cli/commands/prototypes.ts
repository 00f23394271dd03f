// `mpafer prototypes`: whether classes come apart in the features, before and after prompting, and what each prototype gathers.
import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { csvRow } from '../../data/csv-row.ts';
import { type Split, splits } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { someSamples } from '../../experiments/stress.ts';
import { json } from '../../jobs/experiments/experiment-folder.ts';
import { nearestThumbnails } from '../../jobs/experiments/nearest-thumbnails.ts';
import { type PrototypeStudy, studyPrototypes } from '../../jobs/experiments/study-prototypes.ts';
import { pageNotice } from '../../jobs/face-pictures.ts';
import { loadDescriptions } from '../../jobs/load-descriptions.ts';
import { writePage } from '../../jobs/write-page.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists, runFiles } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { score, percent as shownPercent } from '../../report/figures.ts';
import { renderPrototypes } from '../../report/pages/prototype-page.ts';
import { wholeNumber } from '../options/number-option.ts';
import { formatSkipped } from '../terminal/format-skipped.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

interface Options {
  readonly run: string;
  readonly data: string;
  readonly out: string;
  readonly split: Split;
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
    .description('How good the prototypes of a run are: similarities, a map, the nearest faces')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a pack that ships')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .requiredOption('--out <folder>', 'folder to write')
    .addOption(new Option('--split <name>', 'which split').choices(splits).default('test'))
    .option('--faces <n>', 'at most so many faces, drawn at random', '1000')
    .option('--nearest <n>', 'faces to show for each prototype', '6')
    .option('--no-pictures', 'show no face: the page can be passed on')
    .option('--clip <model>', 'folder or file of the CLIP that the run was trained with')
    .option('--descriptions <file>', 'those of the hard prompts, where the run does not name its own')
    .option('--json', 'print the results as JSON on standard output')
    .option('--quiet', 'print nothing but the results')
    .addHelpText(
      'after',
      '\nExample:\n  mpafer prototypes --run runs/mine --data folder:my-faces --out runs/mine-prototypes',
    )
    .action(run);

async function run(options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const limit = wholeNumber('--faces', options.faces, 2, 5000);
  const count = wholeNumber('--nearest', options.nearest, 1, 50);
  if (options.run === zeroShotName) {
    throw new MpaferError('usage', `Cannot look at the prototypes of ${zeroShotName}: it has no prompts`, {
      hint: 'Of a trained run the page shows plain CLIP beside it',
    });
  }
  const dataset = await openDataset(options.data, nodeDataHost);
  const { checkpoint, clip, file } = await openCheckpoint(options.run, options.clip);
  const { samples: all, skipped } = samplesFor(checkpoint.classes, dataset, options.split);
  formatSkipped(skipped, progress);
  const samples = someSamples(all, limit);
  const descriptions = await loadDescriptions(options.descriptions ?? (await recordedDescriptions(options.run)));
  await makeFolder(options.out);
  const engine = nodeEngine();
  const stop = stopSignal(progress.say);
  try {
    const input = { engine, clip, checkpoint, file, dataset, samples, descriptions, signal: stop.signal, progress };
    const study = await studyPrototypes(input);
    const nearest = await nearestThumbnails(samples, study.similarities, options.pictures ? count : 0);
    const conditions = {
      run: options.run,
      data: options.data,
      fingerprint: fingerprint(dataset),
      split: options.split,
      faces: samples.length,
      prototypes: study.source,
    };
    const page = join(options.out, 'prototypes.html');
    const isDrawn = dataset.name === 'synthetic';
    await writePage(
      page,
      renderPrototypes({
        title: 'What the prototypes gather',
        subtitle: `${basename(options.run)} on ${dataset.name}, ${options.split} split`,
        notice: pageNotice(isDrawn, options.pictures),
        classes: checkpoint.classes,
        faces: samples.length,
        stages: study.stages,
        nearest,
        texts: study.texts,
        conditions,
      }),
    );
    await writeFile(join(options.out, 'map.csv'), mapCsv(study, checkpoint.classes));
    const results = json({ ...conditions, classes: checkpoint.classes, leftOut: skipped, ...resultsOf(study) });
    await writeFile(join(options.out, 'results.json'), results);
    progress.clear();
    console.log(options.json ? results.trimEnd() : told(study));
    if (options.pictures && !isDrawn) progress.say(`${page} holds pictures of faces: keep it as you keep the data`);
    progress.say(`Report: ${page}`);
  } finally {
    progress.clear();
    stop.release();
    await engine.close();
  }
}

/** The descriptions that the record of a run's folder names, while they are there. */
async function recordedDescriptions(run: string): Promise<string | undefined> {
  const record = join(run, runFiles.configuration);
  if (!(await exists(record))) return undefined;
  const { descriptions } = Object(await readJson(record, 'run')) as { readonly descriptions?: unknown };
  return typeof descriptions === 'string' && (await exists(descriptions)) ? descriptions : undefined;
}

const resultsOf = ({ stages, texts }: PrototypeStudy) => ({
  stages: stages.map(({ name, histogram, nearestIsOwn, map }) => ({
    name,
    histogram,
    nearestIsOwn,
    explained: map.explained,
  })),
  texts,
});

const mapCsv = ({ stages, labels }: PrototypeStudy, classes: readonly string[]): string =>
  [
    csvRow(['class', ...stages.flatMap(({ name }) => [`${name} x`, `${name} y`])]),
    ...labels.map((label, face) =>
      csvRow([classes[label], ...stages.flatMap(({ map }) => [map.points[face]!.x, map.points[face]!.y])]),
    ),
  ].join('');

const told = ({ stages, texts }: PrototypeStudy): string =>
  [
    ...stages.map(
      ({ name, histogram: { withinMean, betweenMean, separation }, nearestIsOwn }) =>
        `${name.padEnd(14)} cosine within ${score(withinMean)}  between ${score(betweenMean)}  pairs told apart ${shownPercent(separation)}  nearest prototype is own ${shownPercent(nearestIsOwn)}`,
    ),
    ...texts.map(({ name, cosines }) => {
      const others = cosines.flatMap((row, one) => row.filter((_, other) => other !== one));
      return `${name.padEnd(14)} mean cosine of two classes ${score(others.reduce((sum, value) => sum + value, 0) / others.length)}`;
    }),
  ].join('\n');
