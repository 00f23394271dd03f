// `mpafer predict`: recognises the expression in pictures, one row each.
import { Command, Option } from 'commander';
import { precisions } from '../../configuration/precision.ts';
import { plural } from '../../core/plural.ts';
import { countImages, imageInputs } from '../../jobs/predict/image-paths.ts';
import { predictImages } from '../../jobs/predict/predict-images.ts';
import { defaultPack, faceModes } from '../../recognise/recogniser-options.ts';
import { deviceOption, threadsOption } from '../options/compute-options.ts';
import { priorOption } from '../options/prior-option.ts';
import { namedRecogniser, type RecogniserFlags } from '../options/recogniser-flags.ts';
import { givenShard, type ShardFlag, shardOption } from '../options/shard-option.ts';
import { predictionLines } from '../terminal/prediction-text.ts';
import { jsonList, noText } from '../terminal/row-text.ts';
import { openSession } from '../terminal/session.ts';
import { runVideos, type VideoFlags, videoFlags, videoInputs } from './predict-videos.ts';

interface Options extends RecogniserFlags, VideoFlags, ShardFlag {
  readonly list?: string;
  readonly out?: string;
  readonly annotate?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const predictCommand = (): Command =>
  videoFlags()
    .reduce((command, flag) => command.addOption(flag), new Command('predict'))
    .argument(
      '[images...]',
      'pictures or videos: files, folders, patterns such as "faces/*.jpg", @list.txt, or - for standard input',
    )
    .option('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`', defaultPack)
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .addOption(new Option('--precision <name>', "precision of the towers (default: the run's own)").choices(precisions))
    .option('--classes <names>', 'with --run zero-shot: classes to choose among, separated by commas')
    .option('--descriptions <file>', 'with --run zero-shot: JSON {class: description or list of descriptions}')
    .addOption(priorOption())
    .option('--list <file>', 'text file with more image paths, one per line; - for standard input')
    .addOption(
      new Option('--faces <how>', 'find every face in whole pictures, or take each picture as a crop of one face')
        .choices(faceModes)
        .default('find'),
    )
    .option('--min-face <pixels>', 'side of the smallest face to report (default: 12)')
    .option('--max-faces <count>', 'report only the largest faces of each picture')
    .option('--any-rotation', 'search faces on their side or upside down everywhere (four times as long)')
    .option('--out <file>', 'write the predictions there: .jsonl, .csv or .parquet; a stopped run continues')
    .option('--annotate <folder>', 'write copies of the pictures there with their faces drawn in, without metadata')
    .addOption(shardOption('pictures or videos'))
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print a JSON list on standard output')
    .option('--quiet', 'print nothing but the predictions')
    .addHelpText(
      'after',
      `
Examples:
  mpafer predict photo.jpg
  mpafer predict photos/ --out faces.csv --annotate drawn
  mpafer predict --run runs/mine --faces crop faces/ more/*.png --json
  mpafer predict --run zero-shot --classes wink,yawn --descriptions mine.json face.jpg
  find faces -name "*.png" | mpafer predict --run runs/mine -
  mpafer predict - < photo.jpg
  mpafer predict clip.mp4 --every 0.5s --out faces.csv --timeline faces.html
  mpafer predict --camera
  mpafer predict photos/ --out faces.csv --shard 2/8

Each picture has a status: ok, no-face, too-small, too-large or unreadable. The exit code is 1 only if no picture could be read.`,
    )
    .action(run);

async function run(images: readonly string[], options: Options): Promise<void> {
  const { videos, beside } = await videoInputs(images, options);
  if (videos !== undefined) return runVideos(videos, options);
  using session = openSession(options);
  if (beside.length > 0) {
    const skipped = `skipped ${plural(beside.length, 'video')} among the pictures, such as ${beside[0]}`;
    session.progress.print(`${skipped}: videos are recognised in a run of their own`);
  }
  const { list, out, annotate } = options;
  const shard = givenShard(options);
  const job = predictImages({
    ...(await namedRecogniser(options)),
    images: imageInputs({ named: images, list, onNote: session.progress.print }),
    total: await countImages({ named: images, list }),
    out,
    annotate,
    shard,
    signal: session.signal,
  });
  const {
    done,
    failed,
    faces,
    shard: file = out,
  } = await session.followRows(
    job,
    (event) => (event.kind === 'prediction' ? { row: event.prediction } : event),
    options.json ? jsonList() : out === undefined ? predictionLines : noText,
  );
  if (file !== undefined) {
    const unread = failed === 0 ? '' : `; ${failed} could not be read`;
    session.progress.print(`Wrote ${file}: ${plural(faces, 'face')} in ${plural(done, 'picture')}${unread}`);
  }
  // A shard is complete whatever is in it; `merge` reports on all of them.
  if (failed === done && shard === undefined) process.exitCode = 1;
}
