// Recognises the frames of a video in order: faces found, followed from frame to frame, recognised, smoothed.
import { argmax } from '../../core/argmax.ts';
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import type { Box, Eyes } from '../../faces/face.ts';
import type { LookOptions } from '../../faces/find-options.ts';
import { type FaceTracker, faceTracker } from '../../faces/track/face-tracker.ts';
import { type TrackSmoother, trackSmoother } from '../../faces/track/track-smoother.ts';
import { shotChanges } from '../../video/shot-changes.ts';
import type { ClipFrame } from '../../video/video.ts';
import type { FacePlace, PictureFaces } from '../picture-faces.ts';
import { liveSearch } from './live-search.ts';
import { type Baselines, neutralBaselines } from './neutral-baseline.ts';
import type { VideoFace, VideoOptions, VideoRecognition } from './video-result.ts';

/** What recognising frames needs. */
export interface FrameRecogniser extends Pick<PictureFaces, 'facesOf'> {
  readonly classes: readonly string[];
  readonly abstainBelow: number | undefined;
  /** The probabilities of each crop, in the order of the classes. */
  recognise(crops: readonly RgbImage[]): Promise<readonly ArrayLike<number>[]>;
}

/** @throws MpaferError `usage` that says what was asked and what is possible */
export function checkVideoOptions({ longestGap, baseline, stream }: VideoOptions): void {
  const refuse = (message: string): never => {
    throw new MpaferError('usage', message);
  };
  if (longestGap !== undefined && !(longestGap >= 0 && Number.isFinite(longestGap)))
    refuse(`Cannot keep people who are out of sight for ${longestGap} seconds; expected a number from 0`);
  if (typeof baseline === 'number' && !(baseline > 0 && Number.isFinite(baseline)))
    refuse(`Cannot take a baseline of ${baseline} seconds; expected a number above 0`);
  if (typeof baseline === 'object' && !(baseline.from < baseline.to))
    refuse(
      `Cannot take a baseline from ${baseline.from} to ${baseline.to} seconds; expected an end after the beginning`,
    );
  if (stream !== undefined && !(Number.isInteger(stream) && stream >= 0))
    refuse(`Cannot read video stream ${stream}; expected a whole number from 0`);
}

/** Frames in order, and where they come from. */
export interface FrameSource {
  readonly frames: AsyncGenerator<ClipFrame, void, undefined>;
  /** As of an `OpenVideo`. */
  readonly live?: boolean | undefined;
  readonly source?: string | undefined;
}

/**
 * Yields a result for each frame. The next frame of a file is decoded while one is recognised; of a live source the newest is taken when
 * there is time for it; its faces are followed from frame to frame, and others are looked for twice a second, or as often as takes a quarter
 * of the time. Leaving early stops the source.
 *
 * @throws MpaferError `aborted`, and whatever the frames throw, after the results of those before
 */
export async function* recogniseFrames(
  { frames, source, live = false }: FrameSource,
  recogniser: FrameRecogniser,
  options: VideoOptions = {},
): AsyncGenerator<VideoRecognition, void, undefined> {
  const { signal, smooth = true, baseline, minFace, maxFaces, anyRotation, firstLevel } = options;
  const find = { minFace, maxFaces, anyRotation, firstLevel, signal };
  const { classes, abstainBelow } = recogniser;
  const shots = shotChanges();
  const people: People = {
    classes,
    abstainBelow,
    tracker: faceTracker({ longestGap: options.longestGap }),
    smoother: smooth ? trackSmoother() : undefined,
    baselines: baseline === undefined ? undefined : neutralBaselines({ during: baseline, classes, abstainBelow }),
  };
  const known = options.resume && earlierResults(options.resume, classes);
  const search = live ? liveSearch() : undefined;
  let shot = 1;
  let ahead: Promise<IteratorResult<ClipFrame, void>> | undefined;
  try {
    for (;;) {
      const { value: frame, done } = await (ahead ?? frames.next());
      if (done) return;
      if (!live) {
        ahead = frames.next();
        // It is awaited in the next round, unless the caller stops before.
        ahead.catch(() => {});
      }
      if (signal?.aborted)
        throw new MpaferError('aborted', 'Stopped while recognising a video', { cause: signal.reason });
      if (shots.isCut(frame.image)) {
        shot++;
        people.tracker.cut();
        search?.cut();
      }
      const { width, height } = frame.image;
      const look = search?.next(frame.timestamp, Math.max(width, height));
      const least = look?.minFace && { minFace: Math.max(look.minFace, minFace ?? 0) };
      const wanted = { ...find, ...look, ...least };
      const measured = (await known?.of(frame)) ?? (await measure(recogniser, frame.image, wanted));
      search?.found(measured.map(({ place }) => place));
      const faces = facesOf(people, measured, frame.timestamp);
      yield {
        ...(source !== undefined && { source }),
        frame: frame.index,
        timestamp: frame.timestamp,
        status: faces.length === 0 ? 'no-face' : 'ok',
        shot,
        faces,
      };
    }
  } finally {
    // The decoder may be blocked waiting for a frame: stop it without awaiting it.
    frames.return().catch(() => {});
    await known?.close();
  }
}

/** A face as it was measured, before anything is known of the person. */
interface MeasuredFace {
  readonly place: FacePlace;
  readonly probabilities: ArrayLike<number>;
}

async function measure(
  recogniser: FrameRecogniser,
  image: RgbImage,
  find: LookOptions,
): Promise<readonly MeasuredFace[]> {
  const cut = await recogniser.facesOf(image, find);
  const found = cut.length === 0 ? [] : await recogniser.recognise(cut.map(({ crop }) => crop));
  return cut.map(({ place }, index) => ({ place, probabilities: found[index]! }));
}

/** Faces of frames that were recognised before, until the first frame that was not. */
function earlierResults(
  results: Iterable<VideoRecognition> | AsyncIterable<VideoRecognition>,
  classes: readonly string[],
) {
  const iterator = Symbol.asyncIterator in results ? results[Symbol.asyncIterator]() : results[Symbol.iterator]();
  let ended = false;
  return {
    async of({ index }: ClipFrame): Promise<readonly MeasuredFace[] | undefined> {
      if (ended) return undefined;
      const { value, done } = await iterator.next();
      ended = done === true || value.frame !== index;
      if (ended) return undefined;
      const { faces } = value as VideoRecognition;
      return faces.map(({ status, box, score, eyes, roll, landmarks, probabilities }) => ({
        place: {
          status,
          box,
          ...(score !== undefined && { score }),
          ...(eyes && { eyes }),
          ...(roll !== undefined && { roll }),
          ...(landmarks && { landmarks }),
        },
        probabilities: classes.map((name) => probabilities[name]!),
      }));
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}

interface People {
  readonly classes: readonly string[];
  readonly abstainBelow: number | undefined;
  readonly tracker: FaceTracker;
  readonly smoother: TrackSmoother | undefined;
  readonly baselines: Baselines | undefined;
}

/** In the order of ids. */
function facesOf(people: People, measured: readonly MeasuredFace[], timestamp: number): readonly VideoFace[] {
  const ids = people.tracker.update(
    measured.map(({ place }) => place.box),
    timestamp,
  );
  people.smoother?.keepOnly(people.tracker.alive);
  return measured.map((face, index) => faceOf(people, face, ids[index]!, timestamp)).sort((a, b) => a.id - b.id);
}

function faceOf(
  { classes, abstainBelow = 0, smoother, baselines }: People,
  { place, probabilities: raw }: MeasuredFace,
  id: number,
  timestamp: number,
): VideoFace {
  const named = (values: ArrayLike<number>) => Object.fromEntries(classes.map((name, index) => [name, values[index]!]));
  const smoothedValues = smoother?.probabilities(id, raw, timestamp);
  const values = smoothedValues ?? raw;
  const best = argmax(values);
  const baseline = baselines?.next(id, raw, timestamp);
  return {
    id,
    ...place,
    probabilities: named(raw),
    ...(smoother &&
      smoothedValues && {
        smoothed: { ...smoothedPlaces(smoother, { id, ...place, timestamp }), probabilities: named(smoothedValues) },
      }),
    expression: classes[best]!,
    confidence: values[best]!,
    unsure: values[best]! < abstainBelow || place.status === 'too-small',
    ...(baseline && {
      relative: Object.fromEntries(
        classes.map((name, index) => [name, values[index]! - baseline.probabilities[name]!]),
      ),
      baseline,
    }),
  };
}

function smoothedPlaces(
  smoother: TrackSmoother,
  { id, box, eyes, timestamp }: Pick<VideoFace, 'id' | 'box' | 'eyes'> & { readonly timestamp: number },
): { readonly box: Box; readonly eyes?: Eyes } {
  const points = eyes === undefined ? [] : [eyes.left.x, eyes.left.y, eyes.right.x, eyes.right.y];
  const [x, y, width, height, ...own] = smoother.places(
    id,
    [box.x, box.y, box.width, box.height, ...points],
    box,
    timestamp,
  );
  const smooth = { box: { x: x!, y: y!, width: width!, height: height! } };
  if (eyes === undefined) return smooth;
  return { ...smooth, eyes: { left: { x: own[0]!, y: own[1]! }, right: { x: own[2]!, y: own[3]! } } };
}
