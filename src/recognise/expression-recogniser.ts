// The recogniser that users hold: any picture in, one result each, a bad picture ends nothing.
import { type ErrorCode, MpaferError } from '../core/errors.ts';
import { requireKnownOptions } from '../core/known-options.ts';
import { type FindOptions, findOptionNames } from '../faces/find-options.ts';
import type { VideoHost } from '../video/video.ts';
import { isByteStream } from './byte-stream.ts';
import type { RecognisedFace, Recogniser } from './load-run.ts';
import { pictureBatches, type ReadPicture } from './picture-batches.ts';
import type { CutFace, FacePlace, PictureFaces } from './picture-faces.ts';
import { type PictureHost, pictureName, pictureSource, readPicture } from './read-picture.ts';
import { requireMethod } from './recogniser-options.ts';
import { videoRecogniser } from './video/video-recogniser.ts';
import type { VideoOptions, VideoRecognition } from './video/video-result.ts';

/** A face of a picture and its expression. */
export interface FaceExpression extends FacePlace {
  /** The most probable class. */
  readonly expression: string;
  /** Of each class, by name; they sum to 1, and are calibrated where training could calibrate. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** The largest of them. */
  readonly confidence: number;
  /** Whether the confidence is below the recogniser's threshold, where it has one, or the face is too small. */
  readonly unsure: boolean;
}

interface Source {
  /** Path, address or file name of the picture, where it has one. */
  readonly source?: string;
  /** A sentence on what looks wrong with the picture for the way in which faces are looked for; absent where nothing does. */
  readonly warning?: string;
}

/** What was found in one picture. */
export type Recognition =
  | (Source & {
      readonly status: 'ok';
      /** One or more, the largest first. */
      readonly faces: readonly FaceExpression[];
    })
  | (Source & {
      /**
       * `no-face`: none was found; `unreadable`: it cannot be loaded or decoded; `too-large`: it has more than 100 million pixels;
       * `too-small`: a side is shorter than 16 pixels.
       */
      readonly status: 'no-face' | 'unreadable' | 'too-large' | 'too-small';
      /** Empty. */
      readonly faces: readonly FaceExpression[];
      readonly code: ErrorCode;
      /** A sentence for people. */
      readonly reason: string;
    });

/** Options of one call of `recognise`: how faces are searched, where it differs from what the recogniser was opened with. */
export interface RecogniseOptions extends FindOptions {
  /** Stops the recognition: it throws MpaferError `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** An array or any iterable, but not a web stream, which is one picture by its bytes: `stream.values()` is a list of its chunks. */
type Pictures<Picture> = (Iterable<Picture> | AsyncIterable<Picture>) & { readonly getReader?: never };

/** Recognises expressions in pictures. `openRecogniser` makes one. */
export interface ExpressionRecogniser<Picture, Video = string> {
  /** What it chooses among, in the order of `probabilities`. */
  readonly classes: readonly string[];
  /** Whether faces are found in whole pictures, or each picture is taken as a crop of one face. */
  readonly faces: 'find' | 'crop';
  /** The confidence below which a face is `unsure`; undefined where no threshold is known. */
  readonly abstainBelow: number | undefined;
  /**
   * Recognises one picture. One that cannot be read gives a result that says so.
   *
   * @param picture a stream of the bytes of a file among others; a Node stream in object mode is many pictures
   * @throws MpaferError `usage` for options; `aborted` by the signal; `host` if the recogniser was closed or the host cannot decode at all
   */
  recognise(picture: Picture, options?: RecogniseOptions): Promise<Recognition>;
  /**
   * Recognises many pictures: one result each, in order, as they come. Memory does not grow with their number.
   *
   * @param pictures an array or any iterable, which is read as results are taken
   * @throws MpaferError `aborted` by the signal; `host`; and whatever the iterable throws, after the results of what it gave before
   */
  recognise(pictures: Pictures<Picture>, options?: RecogniseOptions): AsyncGenerator<Recognition, void, undefined>;
  /**
   * Recognises a video: a result for each frame, in order, as they come; every face with the person it belongs to. Memory does not grow
   * with the number of frames. Leaving the loop stops the decoder.
   *
   * @throws MpaferError `usage` for options, at once; `video` when it cannot be read, after the results of the frames before; `host`
   *   where nothing decodes videos; `aborted` by the signal
   */
  video(video: Video, options?: VideoOptions): AsyncGenerator<VideoRecognition, void, undefined>;
  /** Frees the program, and the engine where it was not handed in; a second time does nothing. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Smaller pictures hold no expression. */
const shortestSide = 16;

export interface ExpressionRecogniserParts {
  readonly recogniser: Recogniser;
  readonly faces: PictureFaces;
  readonly host: PictureHost;
  readonly videos: VideoHost;
  readonly abstainBelow: number | undefined;
  /** Frees what the recogniser does not free itself. */
  close(): Promise<void>;
}

export function expressionRecogniser<Picture, Video = string>(
  parts: ExpressionRecogniserParts,
): ExpressionRecogniser<Picture, Video> {
  const { recogniser, faces, host, abstainBelow } = parts;

  async function* recogniseMany(
    pictures: Iterable<unknown> | AsyncIterable<unknown>,
    options: RecogniseOptions = {},
  ): AsyncGenerator<Recognition, void, undefined> {
    requireKnownOptions('recognise', options, ['signal', ...findOptionNames]);
    const { signal } = options;
    requireMethod('signal', signal, 'addEventListener', 'an AbortSignal');
    requireRunning(signal);
    faces.check(options);
    for await (const batch of pictureBatches(pictures, (picture) => readPicture(picture, host, signal))) {
      requireRunning(signal);
      const cut = await cutFaces(batch, faces, options);
      // One call for the faces of all pictures of the batch.
      const found = await recogniser.recognise(cut.flatMap((own) => own.map(({ crop }) => crop)));
      let next = 0;
      for (const [index, row] of batch.entries()) {
        requireRunning(signal);
        const own = cut[index]!;
        const expressions = own.map(({ place }) => expressionOf(found[next++]!, place, abstainBelow));
        yield recognition(row, expressions, 'image' in row ? faces.doubt(row.image, own) : undefined);
      }
    }
  }

  function recognise(picture: Picture, options?: RecogniseOptions): Promise<Recognition>;
  function recognise(
    pictures: Pictures<Picture>,
    options?: RecogniseOptions,
  ): AsyncGenerator<Recognition, void, undefined>;
  function recognise(pictures: unknown, options?: RecogniseOptions) {
    return isMany(pictures) ? recogniseMany(pictures, options) : only(recogniseMany([pictures], options));
  }

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= Promise.all([recogniser.release(), faces.release()])
      .finally(() => parts.close())
      .then(() => {});
    return closing;
  };
  return {
    classes: recogniser.classes,
    faces: faces.mode,
    abstainBelow,
    recognise,
    video: videoRecogniser(parts),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function only(results: AsyncGenerator<Recognition>): Promise<Recognition> {
  for await (const result of results) return result;
  throw new TypeError('One picture gives one result');
}

/** Text, bytes and streams of bytes can be iterated too, and are one picture. */
function isMany(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || isByteStream(value)) {
    return false;
  }
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}

function requireRunning(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while recognising pictures', { cause: signal.reason });
}

const isLarge = ({ width, height }: { readonly width: number; readonly height: number }): boolean =>
  Math.min(width, height) >= shortestSide;

const sourceOf = (picture: unknown): Source => {
  const source = pictureSource(picture);
  return source === undefined ? {} : { source };
};

/** Pictures in which faces are found at the same time: one is prepared while the engine looks at the other. */
const atOnce = 2;

/** The faces of each picture of a batch; none of those that cannot be used. */
async function cutFaces(
  batch: readonly ReadPicture<unknown>[],
  faces: PictureFaces,
  options: RecogniseOptions,
): Promise<readonly (readonly CutFace[])[]> {
  const cut: (readonly CutFace[])[] = batch.map(() => []);
  const rest = batch.entries();
  const work = async () => {
    for (const [index, row] of rest) {
      requireRunning(options.signal);
      if ('image' in row && isLarge(row.image)) cut[index] = await faces.facesOf(row.image, options);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return cut;
}

function expressionOf(
  { expression, probabilities }: RecognisedFace,
  place: FacePlace,
  abstainBelow = 0,
): FaceExpression {
  const confidence = probabilities[expression]!;
  const unsure = confidence < abstainBelow || place.status === 'too-small';
  return { expression, probabilities, confidence, unsure, ...place };
}

function recognition(
  row: ReadPicture<unknown>,
  faces: readonly FaceExpression[],
  warning: string | undefined,
): Recognition {
  const own = { ...sourceOf(row.picture), ...(warning !== undefined && { warning }) };
  if (!('image' in row)) return { status: row.status, faces: [], code: row.code, reason: row.reason, ...own };
  if (faces.length > 0) return { status: 'ok', faces, ...own };
  const { width, height } = row.image;
  const name = JSON.stringify(pictureName(row.picture));
  const [status, found] = isLarge(row.image)
    ? (['no-face', 'no face was found in it'] as const)
    : (['too-small', `it has ${width} x ${height} pixels; expected at least ${shortestSide} on each side`] as const);
  return { status, faces: [], code: 'image', reason: `Cannot recognise ${name}: ${found}`, ...own };
}
