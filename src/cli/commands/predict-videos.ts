// `mpafer predict` on videos and cameras: its options, and a row for each frame.
import { Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { isVideo } from '../../jobs/video/is-video.ts';
import { numberWithin, wholeNumber } from '../options/number-options.ts';
import { namedRecogniser, type RecogniserFlags } from '../options/recogniser-flags.ts';
import { givenShard, type ShardFlag } from '../options/shard-option.ts';
import { frameInterval, videoPart } from '../options/video-times.ts';
import { jsonList, noText } from '../terminal/row-text.ts';
import { openSession } from '../terminal/session.ts';
import { videoLines } from '../terminal/video-text.ts';

/** Options for videos alone. */
export interface VideoFlags {
  readonly every?: string;
  readonly from?: string;
  readonly to?: string;
  readonly smooth?: boolean;
  readonly baseline?: string;
  readonly timeline?: string;
  readonly stream?: string;
  readonly camera?: string | true;
}

/** Options that pictures have too. */
interface SharedFlags extends RecogniserFlags, ShardFlag {
  readonly list?: string;
  readonly out?: string;
  readonly annotate?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const videoFlags = (): readonly Option[] => [
  new Option('--every <interval>', 'videos: one of so many frames, or one in so many seconds (5, 0.5s)'),
  new Option('--from <time>', 'videos: skip what is before, in seconds or minutes:seconds (90, 1:30)'),
  new Option('--to <time>', 'videos: stop there'),
  new Option('--smooth', 'videos: smooth boxes and probabilities over time (default)'),
  new Option('--no-smooth', 'videos: give what was measured only'),
  new Option('--baseline <seconds>', "videos: compare with each person's first seconds"),
  new Option('--timeline <file>', 'videos: draw the expressions over time, as .svg or .html'),
  new Option('--stream <number>', 'videos: which video stream of a file with several, from 0'),
  new Option('--camera [device]', 'recognise the pictures of a camera until Ctrl-C (default: the first)'),
];

const videoOnly: Readonly<Record<Exclude<keyof VideoFlags, 'camera'>, true>> = {
  every: true,
  from: true,
  to: true,
  smooth: true,
  baseline: true,
  timeline: true,
  stream: true,
};

/**
 * Whether the inputs are videos or a camera.
 *
 * @throws MpaferError `usage` for pictures and videos together, and for options that the inputs do not have
 */
export async function areVideos(inputs: readonly string[], options: VideoFlags & SharedFlags): Promise<boolean> {
  const refuse = (message: string): never => {
    throw new MpaferError('usage', message);
  };
  const videos = (await Promise.all(inputs.map(isVideo))).filter(Boolean).length;
  if (options.camera !== undefined && (inputs.length > 0 || options.list !== undefined))
    refuse('Cannot recognise a camera together with files; expected one of them');
  if (videos === 0 && options.camera === undefined) {
    const names = Object.keys(videoOnly) as (keyof typeof videoOnly)[];
    const given = names.find((name) => options[name] !== undefined);
    if (given !== undefined)
      refuse(`Cannot use --${given === 'smooth' && options.smooth === false ? 'no-smooth' : given} without a video`);
    return false;
  }
  if (videos < inputs.length || options.list !== undefined)
    refuse('Cannot recognise pictures and videos together; expected one kind, and the other in a run of its own');
  if (options.annotate !== undefined) refuse('Cannot use --annotate with videos; expected pictures');
  return true;
}

export async function runVideos(inputs: readonly string[], options: VideoFlags & SharedFlags): Promise<void> {
  using session = openSession(options);
  const { camera, every, from, to, smooth, baseline, stream, timeline, out } = options;
  const shard = givenShard(options);
  // Pictures do without what draws timelines.
  const { predictVideos } = await import('../../jobs/video/predict-videos.ts');
  const job = predictVideos({
    ...(await namedRecogniser(options)),
    videos: camera === undefined ? inputs : [{ camera }],
    every: every === undefined ? undefined : frameInterval(every),
    ...videoPart({ from, to }),
    smooth,
    baseline: baseline === undefined ? undefined : numberWithin('--baseline', baseline, 0.01, 86_400),
    stream: stream === undefined ? undefined : wholeNumber('--stream', stream, 0, 1000),
    timeline,
    out,
    shard,
    signal: session.signal,
  });
  const {
    videos,
    failed,
    frames,
    faces,
    shard: file = out,
  } = await session.followRows(
    job,
    (event) => (event.kind === 'frame' ? { row: event.row } : event),
    options.json ? jsonList(JSON.stringify) : out === undefined ? videoLines : noText,
  );
  const unread = failed === 0 ? '' : `; ${plural(failed, 'video')} could not be read to the end`;
  const summary = `${plural(faces, 'face')} in ${plural(frames, 'frame')}${unread}`;
  if (file !== undefined) session.progress.print(`Wrote ${file}: ${summary}`);
  if (timeline !== undefined) session.progress.print(`Drew ${timeline}`);
  if (failed === videos && shard === undefined) process.exitCode = 1;
}
