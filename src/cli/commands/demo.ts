// `mpafer demo`: a portrait recognised, prompts trained on drawn faces, a report to look at. Needs no data.
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import pc from 'picocolors';
import { parseConfiguration } from '../../configuration/configuration.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { crop } from '../../image/crop.ts';
import { classCounts } from '../../jobs/class-counts.ts';
import { clearRun } from '../../jobs/train/clear-run.ts';
import { writeRun } from '../../jobs/train/write-run.ts';
import { defaultDescriptions } from '../../method/default-descriptions.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openRunFolder, runFiles } from '../../platform/node/files/run-folder.ts';
import { readImage } from '../../platform/node/images/read-image.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { zeroShotRecogniser } from '../../recognise/zero-shot.ts';
import { percent, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

export const demoCommand = (): Command =>
  new Command('demo')
    .description('Recognise a portrait, train prompts on drawn faces, write a report: two minutes, no data needed')
    .option('--out <folder>', 'run folder; replaced when the demo is run again', 'runs/demo')
    .addHelpText('after', '\nExample:\n  mpafer demo --out runs/demo')
    .action(run);

/** Eileen Collins, smiling; the box is her face. */
const portrait = {
  path: fileURLToPath(new URL('../../../assets/portraits/astronaut.png', import.meta.url)),
  box: [165, 55, 120, 120] as const,
  credit: 'astronaut Eileen Collins, NASA, public domain',
};

const data = 'synthetic:?count=960&size=48&seed=7';

/**
 * About 400 steps instead of the paper's thousands: a higher rate, no warm-up, and visual prompts that are not held back by the
 * context's much longer gradient. Everything else is the paper's.
 */
const settings = { epochs: 10, batch: 16, warmupEpochs: 0, learningRate: 0.05, clipGroups: 'each', seed: 7 };

async function run({ out }: { readonly out: string }): Promise<void> {
  const progress = terminalProgress(false);
  const engine = nodeEngine();
  const stop = stopSignal(progress.say);
  try {
    await clearRun(out, data);
    const clip = await openClip(embeddedClip);
    progress.say(pc.bold(`1. A portrait (${portrait.credit}), by the embedded ${embeddedClip} as it is`));
    const recogniser = await zeroShotRecogniser(engine, clip, Object.keys(defaultDescriptions), defaultDescriptions);
    const [face] = await recogniser.recognise([crop(await readImage(portrait.path), ...portrait.box)]);
    await recogniser.release();
    const ranked = Object.entries(face!.probabilities).sort(([, a], [, b]) => b - a);
    for (const [name, probability] of ranked.slice(0, 3)) progress.say(`   ${name.padEnd(12)}${percent(probability)}`);

    progress.say(pc.bold('\n2. MPA-FER prompts learn drawn faces; the CLIP stays frozen'));
    const dataset = await openDataset(data, nodeDataHost);
    progress.say(classCounts(dataset));
    const configuration = parseConfiguration(settings, 'the demo');
    const record = { data, clip: embeddedClip, configuration };
    const input = { engine, clip, dataset, configuration, descriptions: defaultDescriptions, signal: stop.signal };
    const folder = await openRunFolder(out, false);
    const report = await writeRun(folder, input, undefined, progress, record).finally(folder.close);

    const of = (name: string) =>
      report.evaluations.find((row) => row.split === 'test' && row.name === name)!.evaluation;
    progress.say(
      pc.bold('\n3. Drawn faces that training never saw (numbers of drawn faces: they say nothing about people)'),
    );
    progress.say(`   zero-shot  ${percent(of('zero-shot').war)}`);
    progress.say(`   trained    ${percent(of('validation-selected').war)}`);
    progress.say(`\nLook at ${out}/${runFiles.report}`);
  } finally {
    progress.clear();
    stop.release();
    await engine.close();
  }
}
