// `mpafer demo`: finds and recognises the faces of photos, trains prompts on drawn faces, and writes a report. Needs no data.
import { join } from 'node:path';
import { Command } from 'commander';
import { plural } from '../../core/plural.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { faceWords } from '../../evaluate/face-words.ts';
import { type DemoPhoto, demoPhotos, photoRecord, portrait } from '../../jobs/demo/demo-photos.ts';
import { clearRun } from '../../jobs/train/clear-run.ts';
import { trainRun } from '../../jobs/train/train-run.ts';
import { writePage } from '../../jobs/write-page.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { renderReport } from '../../report/pages/run-page.ts';
import { runFiles } from '../../train/run-files.ts';
import { pc } from '../terminal/colours.ts';
import { percent } from '../terminal/progress.ts';
import { openSession } from '../terminal/session.ts';

export const demoCommand = (): Command =>
  new Command('demo')
    .option('--out <folder>', 'run folder; replaced when the demo runs again', 'runs/demo')
    .addHelpText('after', '\nExample:\n  mpafer demo --out runs/demo')
    .action(run);

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
  progress.print(pc.bold(`1. A photo as it was taken (${portrait.credit}), and a collage of it and of drawn faces`));
  const photos: DemoPhoto[] = [];
  for await (const photo of demoPhotos(engine)) photos.push(photo);
  for (const { name, faces } of photos) {
    progress.print(`   ${name}: ${plural(faces.length, 'face')} found`);
    for (const face of faces) progress.print(`   ${placeOf(face.box)}  ${faceWords(face)}`);
  }

  progress.print(pc.bold('\n2. MPA-FER prompts learn drawn faces; the CLIP stays frozen'));
  const report = await session.follow(trainRun({ data, out, configuration: settings, signal }));
  const of = (name: string) => report.evaluations.find((row) => row.split === 'test' && row.name === name)!.evaluation;
  progress.print(pc.bold('\n3. Accuracy on drawn faces that training never saw (it says nothing about people)'));
  progress.print(`   zero-shot  ${percent(of('zero-shot').war)}`);
  progress.print(`   trained    ${percent(of('validation-selected').war)}`);
  const files = photos.map(({ name }) => join(out, `${name}.jpg`));
  for (const [index, file] of files.entries()) await writeFile(file, photos[index]!.annotated);
  await writePage(join(out, runFiles.report), renderReport({ ...report, photos: photos.map(photoRecord) }));
  progress.print(`\nOpen ${out}/${runFiles.report}; the photos with their faces are also ${files.join(' and ')}`);
}

/** `94 x 94 pixels at 170,80`, in columns. */
function placeOf({
  x,
  y,
  width,
  height,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}): string {
  const size = `${Math.round(width)} x ${Math.round(height)} pixels`;
  return `${size.padEnd(18)} at ${`${Math.round(x)},${Math.round(y)}`.padEnd(9)}`;
}
