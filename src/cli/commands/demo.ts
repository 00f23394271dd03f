// `mpafer demo`: recognises a portrait, trains prompts on drawn faces, and writes a report. Needs no data.
import { Command } from 'commander';
import pc from 'picocolors';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { packageFile } from '../../engine/node/package-files.ts';
import { clearRun } from '../../jobs/train/clear-run.ts';
import { trainRun } from '../../jobs/train/train-run.ts';
import { defaultDescriptions } from '../../method/default-descriptions.ts';
import { runFiles } from '../../platform/node/files/run-folder.ts';
import { readImage } from '../../platform/node/images/read-image.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { zeroShotRecogniser } from '../../recognise/zero-shot.ts';
import { percent } from '../terminal/progress.ts';
import { openSession } from '../terminal/session.ts';

export const demoCommand = (): Command =>
  new Command('demo')
    .description('Recognise a portrait, train prompts on drawn faces, write a report (about a minute, no data needed)')
    .option('--out <folder>', 'run folder; replaced when the demo runs again', 'runs/demo')
    .addHelpText('after', '\nExample:\n  mpafer demo --out runs/demo')
    .action(run);

/** Eileen Collins, smiling. */
const portrait = {
  file: 'assets/portraits/astronaut-face.png',
  credit: 'astronaut Eileen Collins, NASA, public domain',
};

const data = 'synthetic:?count=960&size=48&seed=7';

/**
 * About 400 steps instead of the paper's thousands: a higher learning rate, no warm-up, and each prompt group clipped by itself, so that
 * the context's much larger gradient does not hold back the visual prompts. Everything else follows the paper.
 */
const settings = { epochs: 10, batch: 16, warmupEpochs: 0, learningRate: 0.05, clipGroups: 'each', seed: 7 };

async function run({ out }: { readonly out: string }): Promise<void> {
  using session = openSession();
  const { progress, signal } = session;
  await using engine = nodeEngine();
  await clearRun(out, data);
  const clip = await openClip(embeddedClip);
  progress.print(
    pc.bold(`1. A portrait (${portrait.credit}), recognised by the built-in ${embeddedClip} without training`),
  );
  const recogniser = await zeroShotRecogniser(engine, clip, Object.keys(defaultDescriptions), defaultDescriptions);
  const [face] = await recogniser.recognise([await readImage(packageFile(portrait.file))]);
  await recogniser.release();
  const ranked = Object.entries(face!.probabilities).sort(([, a], [, b]) => b - a);
  for (const [name, probability] of ranked.slice(0, 3)) progress.print(`   ${name.padEnd(12)}${percent(probability)}`);

  progress.print(pc.bold('\n2. MPA-FER prompts learn drawn faces; the CLIP stays frozen'));
  const report = await session.follow(trainRun({ data, out, configuration: settings, signal }));
  const of = (name: string) => report.evaluations.find((row) => row.split === 'test' && row.name === name)!.evaluation;
  progress.print(pc.bold('\n3. Accuracy on drawn faces that training never saw (it says nothing about people)'));
  progress.print(`   zero-shot  ${percent(of('zero-shot').war)}`);
  progress.print(`   trained    ${percent(of('validation-selected').war)}`);
  progress.print(`\nOpen ${out}/${runFiles.report}`);
}
