// `mpafer predict`: what single face images show. Each image gets a status; a bad one ends nothing.
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { type OpenRunOptions, openRun } from '../../platform/node/open-run.ts';
import { zeroShotName } from '../../platform/node/packs.ts';
import type { RecognisedFace, Recogniser } from '../../train/load-run.ts';
import { classNames } from '../class-names.ts';
import { type Decoded, decodeSome, type Undecoded } from '../decode-some.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { percent, terminalProgress } from '../progress.ts';

interface Options {
  readonly run: string;
  readonly clip?: string;
  readonly classes?: string;
  readonly descriptions?: string;
  readonly json?: true;
}

type Row = ({ readonly image: string; readonly status: 'ok' } & Omit<RecognisedFace, 'patches'>) | Undecoded;

export const predictCommand = (): Command =>
  new Command('predict')
    .description('Tell what face images show (crops of one face each)')
    .argument('<images...>', 'image files')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .option('--clip <model>', 'folder or file of the CLIP that the run was trained with')
    .option('--classes <names>', 'with --run zero-shot: what to choose among, separated by commas')
    .option('--descriptions <file>', 'with --run zero-shot: JSON {class: description or list of descriptions}')
    .option('--json', 'print a JSON list on standard output')
    .addHelpText(
      'after',
      '\nExample:\n  mpafer predict --run runs/mine face1.jpg face2.png --json\n  mpafer predict --run zero-shot --classes wink,yawn --descriptions mine.json face.jpg\n\nAn image that cannot be read is a row with the status "failed"; the exit code is 1 only when all failed.',
    )
    .action(run);

/** Images recognised at once. */
const chunk = 32;

async function run(images: readonly string[], options: Options): Promise<void> {
  const progress = terminalProgress(false);
  const engine = nodeEngine();
  try {
    const { recogniser } = await openRun(engine, options.run, await runOptions(options));
    const rows: Row[] = [];
    let [done, failed] = [0, 0];
    while (done < images.length) {
      const decoded = await decodeSome(images.slice(done, done + chunk));
      const found = await recogniseAll(recogniser, decoded);
      done += found.length;
      failed += found.filter(({ status }) => status === 'failed').length;
      progress.clear();
      if (options.json) rows.push(...found);
      else for (const row of found) print(row);
      progress.show(`${done} of ${images.length} images`);
    }
    progress.clear();
    if (options.json) console.log(JSON.stringify(rows, undefined, 2));
    if (failed === images.length) process.exitCode = 1;
  } finally {
    progress.clear();
    await engine.close();
  }
}

/** A trained run knows its classes; plain CLIP is told. */
async function runOptions({ run, clip, classes, descriptions }: Options): Promise<OpenRunOptions> {
  if (run !== zeroShotName && (classes !== undefined || descriptions !== undefined)) {
    throw new MpaferError(
      'usage',
      `Cannot give --classes or --descriptions with --run ${run}: a trained run has its own`,
    );
  }
  return {
    clip,
    classes: classes === undefined ? undefined : await classNames(classes, undefined),
    descriptions: await loadDescriptions(descriptions),
  };
}

async function recogniseAll(recogniser: Recogniser, decoded: readonly Decoded[]): Promise<Row[]> {
  const readable = decoded.flatMap((item) => ('picture' in item ? [item.picture] : []));
  const faces = readable.length === 0 ? [] : await recogniser.recognise(readable);
  let next = 0;
  return decoded.map((item): Row => {
    if (!('picture' in item)) return item;
    const { expression, probabilities } = faces[next++]!;
    return { image: item.image, status: 'ok', expression, probabilities };
  });
}

function print(row: Row): void {
  if (row.status === 'failed') {
    console.log(`${row.image}  failed: ${row.reason}`);
    return;
  }
  const [first, second] = Object.entries(row.probabilities).sort(([, a], [, b]) => b - a);
  const runnerUp = second === undefined ? '' : `, then ${second[0]} ${percent(second[1])}`;
  console.log(`${row.image}  ${first![0]} ${percent(first![1])}${runnerUp}`);
}
