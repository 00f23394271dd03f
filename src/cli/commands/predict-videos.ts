// `mpafer predict` on videos and cameras: its options, and a row for each frame.
import { Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { type VideoPaths, videoPaths } from '../../jobs/video/video-paths.ts';
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
 * What the inputs are, where they are videos or a camera: of a camera, no paths.
 *
 * @returns videos none where the inputs are pictures, and which videos are beside them
 * @throws MpaferError `usage` for pictures and videos together, and for options that the inputs do not have; `data` for a list
 */
export async function videoInputs(
  inputs: readonly string[],
  options: VideoFlags & SharedFlags,
): Promise<{ readonly videos: readonly string[] | undefined; readonly beside: readonly string[] }> {
  const refuse = (message: string): never => {
    throw new MpaferError('usage', message);
  };
  const { camera, list, annotate } = options;
  if (camera !== undefined && (inputs.length > 0 || list !== undefined))
    refuse('Cannot recognise a camera together with files; expected one of them');
  const found: VideoPaths = await videoPaths(inputs, list);
  const { videos, beside } = found;
  if (videos.length === 0 && camera === undefined) {
    const names = Object.keys(videoOnly) as (keyof typeof videoOnly)[];
    const given = names.find((name) => options[name] !== undefined);
    if (given !== undefined)
      refuse(`Cannot use --${given === 'smooth' && options.smooth === false ? 'no-smooth' : given} without a video`);
    return { videos: undefined, beside };
  }
  if (found.others)
    refuse('Cannot recognise pictures and videos together; expected one kind, and the other in a run of its own');
  if (annotate !== undefined) refuse('Cannot use --annotate with videos; expected pictures');
  return { videos, beside };
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
