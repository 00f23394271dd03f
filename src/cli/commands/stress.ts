// `mpafer stress`: a trained run on faces that are covered, badly lit, blurred, small, compressed or tilted.
import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { finish } from '../../core/finish.ts';
import { random } from '../../core/random.ts';
import { type Sample, type Split, splits } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { imageCache } from '../../data/image-cache.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { synthetic } from '../../data/synthetic/synthetic.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { type Perturbation, perturbations } from '../../experiments/perturbations.ts';
import {
  perturbed,
  perturbedSamples,
  type StressCell,
  someSamples,
  stressCell,
  stressCsv,
  stressTable,
} from '../../experiments/stress.ts';
import { type ExperimentFolder, json, openExperiment } from '../../jobs/experiments/experiment-folder.ts';
import { withResumeHint } from '../../jobs/experiments/resume-hint.ts';
import { runDigest } from '../../jobs/experiments/run-digest.ts';
import { writePage } from '../../jobs/write-page.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import { jpegRoundTrip } from '../../platform/node/images/jpeg-round-trip.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import { type Recogniser, samplesFor } from '../../recognise/load-run.ts';
import { renderStress, type StressLine } from '../../report/pages/stress-page.ts';
import { wholeNumber } from '../options/number-option.ts';
import { formatSkipped } from '../terminal/format-skipped.ts';
import { duration, type Progress, percent, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

interface Options {
  readonly run: string;
  readonly data: string;
  readonly out: string;
  readonly split: Split;
  readonly only?: string;
  readonly faces?: string;
  readonly clip?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const severities = [1, 2, 3, 4, 5];

export const stressCommand = (): Command =>
  new Command('stress')
    .description('How a trained run holds when faces get worse: accuracy against severity')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .requiredOption('--out <folder>', 'folder of results; what is there is kept and not done again')
    .addOption(new Option('--split <name>', 'which split').choices(splits).default('test'))
    .option('--only <names>', 'some of eyes, mouth, dark, bright, blur, low-resolution, jpeg, rotation')
    .option('--faces <n>', 'at most so many faces, drawn at random, the same in every point')
    .option('--clip <model>', 'folder or file of the CLIP that the run was trained with')
    .option('--json', 'print the results as JSON on standard output')
    .option('--quiet', 'print nothing but the table')
    .addHelpText(
      'after',
      `
Examples:
  mpafer stress --run runs/mine --data folder:my-faces --out runs/mine-stress
  mpafer stress --run runs/mine --data folder:my-faces --out runs/mine-masks --only mouth,eyes --faces 500`,
    )
    .action(run);

async function run(options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const chosen = chosenPerturbations(options.only);
  const limit = options.faces === undefined ? undefined : wholeNumber('--faces', options.faces, 1, 10_000_000);
  const dataset = await openDataset(options.data, nodeDataHost);
  const engine = nodeEngine();
  const stop = stopSignal(progress.say);
  let folder: ExperimentFolder | undefined;
  try {
    const { recogniser, clip } = await openRun(engine, options.run, {
      clip: options.clip,
      classes: dataset.classes,
    });
    const { samples: all, skipped } = samplesFor(recogniser.classes, dataset, options.split);
    formatSkipped(skipped, progress);
    const samples = someSamples(all, limit);
    const conditions = {
      run: options.run,
      checkpoint: await runDigest(options.run, options.clip),
      data: options.data,
      fingerprint: fingerprint(dataset),
      split: options.split,
      faces: samples.length,
    };
    folder = await openExperiment(options.out, 'stress', conditions);
    const side = clip.config.image.size;
    const cells = await stressCells({ recogniser, samples, chosen, side, folder, signal: stop.signal, progress });
    const table = stressTable(
      cells,
      chosen.map(({ name }) => name),
    );
    const results = json({ ...conditions, leftOut: skipped, cells });
    await folder.write('table.md', table);
    await folder.write('results.json', results);
    await folder.write('results.csv', stressCsv(cells));
    await writePage(
      join(folder.path, 'report.html'),
      renderStress({
        title: 'When faces get worse',
        subtitle: `${basename(options.run)} on ${dataset.name}, ${options.split} split`,
        notice:
          dataset.name === 'synthetic' ? 'These numbers are of drawn faces: they say nothing about people' : undefined,
        lines: await linesOf(chosen, cells, side),
        missing: [],
        conditions,
      }),
    );
    console.log(options.json ? results.trimEnd() : table);
    progress.say(`Report: ${options.out}/report.html`);
  } catch (error) {
    throw withResumeHint(error);
  } finally {
    progress.clear();
    stop.release();
    await engine.close();
    await folder?.close();
  }
}

interface StressWork {
  readonly recogniser: Recogniser;
  readonly samples: readonly Sample[];
  readonly chosen: readonly Perturbation[];
  /** Of the model's input. */
  readonly side: number;
  readonly folder: ExperimentFolder;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Every point of every curve, the untouched faces first; what is there is not done again. */
async function stressCells(work: StressWork): Promise<readonly StressCell[]> {
  const { recogniser, samples, chosen, side, folder, signal, progress } = work;
  const images = imageCache(2 ** 30);
  const points = [
    { perturbation: undefined, severity: 0, level: 'as it is' },
    ...chosen.flatMap((perturbation) =>
      severities.map((severity) => ({ perturbation, severity, level: perturbation.levels[severity - 1]!.text })),
    ),
  ];
  const cells: StressCell[] = [];
  const began = performance.now();
  let done = 0;
  for (const [index, { perturbation, severity, level }] of points.entries()) {
    const name = perturbation === undefined ? 'untouched' : `${perturbation.name}-${severity}`;
    const label = `${index + 1}/${points.length}  ${name}`;
    const before = await folder.kept<StressCell>(name);
    const cell =
      before ??
      (await folder.cell(name, async () => {
        const faces = perturbation ? perturbedSamples(samples, perturbation, severity, side, images) : samples;
        const predictions = await finish(recogniser.predict(faces, signal), (here) => {
          const rate = (done + here) / ((performance.now() - began) / 1000);
          const left = ((points.length - index) * samples.length - here) / rate;
          progress.show(`${label}  ${here} of ${samples.length}  ${rate.toFixed(0)} images/s  ${duration(left)} left`);
        });
        done += samples.length;
        return stressCell(perturbation?.name ?? 'none', severity, level, predictions);
      }));
    progress.say(
      `${label}  ${level}  WAR ${percent(cell.war)}  UAR ${percent(cell.uar)}${before ? '  (was there)' : ''}`,
    );
    cells.push(cell);
  }
  return cells;
}

async function linesOf(
  chosen: readonly Perturbation[],
  cells: readonly StressCell[],
  side: number,
): Promise<readonly StressLine[]> {
  const drawn = synthetic({ random: random(7), count: 32, size: Math.max(48, Math.min(side, 96)) }).samples[9]!;
  const face = await drawn.read();
  return Promise.all(
    chosen.map(async (perturbation) => ({
      name: perturbation.name,
      about: perturbation.about,
      points: cells.filter((cell) => cell.severity === 0 || cell.perturbation === perturbation.name),
      pictures: await Promise.all(
        [0, ...severities].map(async (severity) =>
          pngUrl(await perturbed(face, drawn.id, perturbation, severity, 96, random(1))),
        ),
      ),
    })),
  );
}

function chosenPerturbations(only: string | undefined): readonly Perturbation[] {
  const all = perturbations(jpegRoundTrip);
  if (only === undefined) return all;
  return only.split(',').map((text) => {
    const found = all.find(({ name }) => name === text.trim());
    if (found !== undefined) return found;
    throw new MpaferError('usage', `Cannot stress by "${text}": there are ${all.map(({ name }) => name).join(', ')}`);
  });
}
