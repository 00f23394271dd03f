// Recognises the faces of videos frame by frame. A video that cannot be read, or not to its end, gets a row that says so.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { version } from '../../core/version.ts';
import { timelineCollector } from '../../evaluate/timeline.ts';
import { requireWritable } from '../../platform/node/files/write-file.ts';
import type { Camera } from '../../platform/node/video/open-camera.ts';
import { frameRow, type VideoColumn, type VideoRow, videoColumns } from '../../recognise/video/frame-row.ts';
import type { VideoOptions, VideoRecognition } from '../../recognise/video/video-result.ts';
import type { FrameSelection } from '../../video/frame-selection.ts';
import type { VideoInfo } from '../../video/video.ts';
import { imagePace } from '../image-pace.ts';
import { chosenDevice, computeConditions } from '../job-engine.ts';
import { type NoteEvent, note, type ProgressEvent, progress } from '../job-event.ts';
import { identityOf, type NamedRecogniser, openNamed, requireOwnClasses } from '../named-recogniser.ts';
import { openShard } from '../shards/open-shard.ts';
import { owns, type Shard } from '../shards/shard.ts';
import { checkVideoFile, openVideoFile, openVideoShard, type VideoFile } from './video-file.ts';
import { writeTimeline } from './write-timeline.ts';

/** Which videos are recognised, how, and where the results go. */
export interface PredictVideosOptions
  extends FrameSelection,
    Pick<VideoOptions, 'smooth' | 'longestGap' | 'baseline' | 'stream'>,
    NamedRecogniser {
  /** Paths or addresses of videos, one or more, or one camera. */
  readonly videos: readonly (string | Camera)[];
  /** File for the rows, ending in .jsonl, .csv or .parquet; it appears when all are made, and a job that was stopped continues. */
  readonly out?: string | undefined;
  /** Picture (.svg) or page (.html) of the expressions over time; for one video. */
  readonly timeline?: string | undefined;
  /** Recognise this part of the videos alone, into a file beside `out` that `mergeShards` reads. Every shard is given all videos. */
  readonly shard?: Shard | undefined;
}

/** What the job reports: notes, progress, and a row for each frame. */
export type VideoEvent = NoteEvent | ProgressEvent | { readonly kind: 'frame'; readonly row: VideoRow };

/** How much there was. */
export interface PredictVideosResult {
  readonly videos: number;
  /** How many of them could not be read, or not to their end. */
  readonly failed: number;
  readonly frames: number;
  /** Faces in them. */
  readonly faces: number;
  /** The file of the shard. */
  readonly shard?: string | undefined;
}

/**
 * Recognises videos one after the other and yields a row for each frame. Memory does not grow with their length.
 *
 * @returns how many videos, frames and faces there were, and how many videos could not be read to their end
 * @throws MpaferError `usage` for options; `run`, `checkpoint`, `model`, `descriptions`, `disk`; `host` without ffmpeg; `aborted`, after
 *   which the same call continues where a file is written; a camera just ends
 * @example
 * ```ts no-run (needs a video; the tests of docs/video.md make one)
 * import { finishJob, predictVideos } from 'mpafer/jobs';
 * const job = predictVideos({ run: 'fer2013', videos: ['clip.mp4'], every: { seconds: 0.5 }, out: 'faces.csv' });
 * const { frames, faces } = await finishJob(job, (event) => {
 *   if (event.kind === 'frame') console.log(event.row);
 * });
 * console.log(frames, faces);
 * ```
 */
export async function* predictVideos(options: PredictVideosOptions): AsyncGenerator<VideoEvent, PredictVideosResult> {
  const { out, shard } = options;
  await check(options);
  const head = out === undefined ? {} : await headOf(options);
  if (shard === undefined) {
    return yield* recogniseVideos(options, async () => (out === undefined ? undefined : openVideoFile(out, head)));
  }
  const open = yield* openShard({ job: 'predict-videos', shard, out: out!, conditions: head, signal: options.signal });
  if (open.made !== undefined) {
    await open[Symbol.asyncDispose]();
    return { videos: 0, failed: 0, frames: 0, faces: 0, shard: open.path };
  }
  const names = options.videos as readonly string[];
  const own = { ...options, videos: names.filter((_, at) => owns(shard, at)) };
  const pieceOf = ({ file }: VideoRow) => names.indexOf(file);
  const counts = yield* recogniseVideos(own, (classes) => openVideoShard(open, head, pieceOf, classes));
  return { ...counts, shard: open.path };
}

/** @param openFile where rows are kept, by the classes of the recogniser */
async function* recogniseVideos(
  options: PredictVideosOptions,
  openFile: (classes: readonly string[]) => Promise<VideoFile | undefined>,
): AsyncGenerator<VideoEvent, PredictVideosResult> {
  const { videos, timeline } = options;
  const device = yield* chosenDevice(options);
  await using recogniser = await openNamed({ ...options, device });
  const file = await openFile(recogniser.classes);
  const counts = { videos: 0, failed: 0, frames: 0, faces: 0 };
  const over = timelineCollector(recogniser.classes);
  const earlier = file && rowQueue(file.earlier());
  let failure: string | undefined;
  try {
    if (file !== undefined && file.earlierCount > 0) yield note(`Resuming after ${plural(file.earlierCount, 'frame')}`);
    let replayed = 0;
    for (const video of videos) {
      const name = typeof video === 'string' ? video : 'camera';
      const rows = videoRows(recogniser.video.bind(recogniser), video, name, { ...options, earlier });
      counts.videos++;
      for await (const event of rows) {
        if (event.kind !== 'frame') {
          yield event;
          continue;
        }
        const { row } = event;
        if (row.status === 'unreadable') {
          counts.failed++;
          failure = row.reason;
        } else {
          counts.frames++;
          counts.faces += row.faces.length;
          over.add({ ...row, faces: row.faces.map((face) => ({ id: face.id, ...(face.smoothed ?? face) })) });
        }
        if (file !== undefined && ++replayed > file.earlierCount) await file.append(row);
        yield event;
      }
    }
    await file?.finish(columnsOf(recogniser.classes, options));
    if (timeline !== undefined) {
      const [video] = videos;
      await writeTimeline(timeline, typeof video === 'string' ? basename(video) : 'the camera', {
        run: options.run,
        failure,
        over,
      });
    }
    return counts;
  } finally {
    await earlier?.close();
    await file?.close();
  }
}

/** The columns of a table of such rows. */
export const columnsOf = (
  classes: readonly string[],
  { smooth = true, baseline }: Pick<PredictVideosOptions, 'smooth' | 'baseline'>,
): readonly VideoColumn[] => videoColumns(classes, { smooth, baseline: baseline !== undefined });

/** What fails late is found early. */
async function check(options: PredictVideosOptions): Promise<void> {
  const { videos, out, timeline, shard } = options;
  const refuse = (message: string): never => {
    throw new MpaferError('usage', message);
  };
  if (videos.length === 0) refuse('Cannot predict: no video was given');
  requireOwnClasses(options);
  if (videos.length > 1 && videos.some((video) => typeof video !== 'string'))
    refuse('Cannot recognise a camera together with other videos; expected one of them');
  if (out !== undefined) checkVideoFile(out);
  if (shard !== undefined) checkShards(options);
  if (timeline === undefined) return;
  if (!/\.(svg|html?)$/i.test(timeline))
    refuse(`Cannot draw a timeline to "${timeline}"; expected a name that ends in .svg or .html`);
  if (videos.length > 1) refuse(`Cannot draw one timeline of ${videos.length} videos; expected one video`);
  await requireWritable(timeline);
}

/** @throws MpaferError `usage` for what does not fall into pieces */
function checkShards({ videos, out, timeline }: PredictVideosOptions): void {
  const refuse = (message: string): never => {
    throw new MpaferError('usage', message);
  };
  if (out === undefined) refuse('Cannot recognise a shard without a file; expected the file that all shards become');
  if (timeline !== undefined) refuse('Cannot draw a timeline of a shard; expected videos without one');
  if (videos.some((video) => typeof video !== 'string')) refuse('Cannot divide a camera into shards; expected videos');
  const twice = videos.find((video, at) => videos.indexOf(video) !== at);
  if (twice !== undefined) refuse(`Cannot divide videos into shards: "${twice}" is named twice`);
}

type Recognise = (video: string | Camera, options: VideoOptions) => AsyncGenerator<VideoRecognition, void, undefined>;

interface RowsOptions extends PredictVideosOptions {
  /** Rows of a stopped job, of all videos; this one's are taken from it. */
  readonly earlier: RowQueue | undefined;
}

async function* videoRows(
  recognise: Recognise,
  video: string | Camera,
  name: string,
  { every, from, to, smooth, longestGap, baseline, stream, signal, earlier }: RowsOptions,
): AsyncGenerator<VideoEvent, void> {
  const isCamera = typeof video !== 'string';
  const notes: string[] = [];
  let total: number | undefined;
  const onOpen = (info: VideoInfo) => {
    notes.push(...info.notes);
    total = framesOf(info, { every, from, to });
  };
  const options = { every, from, to, smooth, longestGap, baseline, stream, signal, onOpen };
  let [done, pace] = [0, imagePace(undefined)];
  try {
    for await (const found of recognise(video, { ...options, ...(earlier && { resume: resultsOf(earlier, name) }) })) {
      if (done === 0) pace = imagePace(total);
      yield* notes.splice(0).map(note);
      yield { kind: 'frame', row: frameRow(name, found) };
      done++;
      yield progress('frames', done, total, pace(done));
    }
    if (done === 0) yield note(`"${name}" has no frame in the part that was asked for`);
  } catch (error) {
    if (!(error instanceof MpaferError)) throw error;
    // Ctrl-C is how one ends a camera.
    if (error.code === 'aborted' && isCamera) return;
    if (error.code !== 'video') throw error;
    yield {
      kind: 'frame',
      row: { file: name, status: 'unreadable', faces: [], code: error.code, reason: error.message },
    };
  }
}

/** Rows of which the next can be looked at before it is taken: the first that is of another video stays for that. */
function rowQueue(rows: AsyncGenerator<VideoRow, void, undefined>) {
  let next: Promise<IteratorResult<VideoRow, void>> | undefined;
  return {
    async peek(): Promise<VideoRow | undefined> {
      next ??= rows.next();
      return (await next).value ?? undefined;
    },
    take() {
      next = undefined;
    },
    close: () => rows.return(),
  };
}

type RowQueue = ReturnType<typeof rowQueue>;

/** The rows that are of this video. */
async function* resultsOf(earlier: RowQueue, name: string): AsyncGenerator<VideoRecognition, void, undefined> {
  for (let row = await earlier.peek(); row?.file === name && row.status !== 'unreadable'; row = await earlier.peek()) {
    earlier.take();
    yield row;
  }
}

/** How many frames will come, where the file says enough to tell. */
function framesOf(
  { duration, frameRate }: VideoInfo,
  { every = 1, from = 0, to = Number.POSITIVE_INFINITY }: VideoOptions,
): number | undefined {
  if (duration === undefined) return undefined;
  const seconds = Math.max(0, Math.min(duration, to) - from);
  if (typeof every === 'object') return Math.ceil(seconds / every.seconds);
  return frameRate === undefined ? undefined : Math.round((seconds * frameRate) / every);
}

/** What rows depend on. */
async function headOf(options: PredictVideosOptions): Promise<Readonly<Record<string, unknown>>> {
  const { run, clip, precision, classes, prior, faces, minFace, maxFaces, anyRotation } = options;
  const { every, from, to, smooth, longestGap, baseline, stream } = options;
  const model = await identityOf(options);
  const videos = await Promise.all(options.videos.map(identity));
  const recognising = { run, model, clip, precision, classes, prior, faces, minFace, maxFaces, anyRotation };
  return {
    mpafer: version,
    ...recognising,
    every,
    from,
    to,
    smooth,
    longestGap,
    baseline,
    stream,
    videos,
    ...computeConditions(options),
  };
}

/** A video is the same while its name, length and date are; a camera never is. */
async function identity(video: string | Camera): Promise<unknown> {
  if (typeof video !== 'string') return { camera: video.camera, opened: Date.now() };
  const found = await stat(video).catch(() => undefined);
  return found === undefined ? video : [video, found.size, found.mtimeMs];
}
