// The recogniser that users hold: any picture in, one result each, a bad picture ends nothing.
import { type ErrorCode, MpaferError } from '../core/errors.ts';
import type { RecognisedFace, Recogniser } from './load-run.ts';
import { pictureBatches, type ReadPicture } from './picture-batches.ts';
import { type PictureHost, pictureName, pictureSource, readPicture } from './read-picture.ts';

/** A face of a picture and its expression. */
export interface FaceExpression {
  /** The most probable class. */
  readonly expression: string;
  /** Of each class, by name; they sum to 1, and are calibrated where training could calibrate. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** The largest of them. */
  readonly confidence: number;
  /** Whether the confidence is below the recogniser's threshold; false where it has none. */
  readonly unsure: boolean;
  /** Where the face is, in pixels of the picture; of a crop, all of it. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

interface Source {
  /** Path, address or file name of the picture, where it has one. */
  readonly source?: string;
}

/** What was found in one picture. */
export type Recognition =
  | (Source & { readonly status: 'ok'; readonly faces: readonly FaceExpression[] })
  | (Source & {
      /** `unreadable`: it cannot be loaded or decoded; `too-small`: a side is shorter than 16 pixels. */
      readonly status: 'unreadable' | 'too-small';
      /** Empty. */
      readonly faces: readonly FaceExpression[];
      readonly code: ErrorCode;
      /** A sentence for people. */
      readonly reason: string;
    });

/** Options of one call of `recognise`. */
export interface RecogniseOptions {
  /** Stops the recognition: it throws MpaferError `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Recognises expressions in pictures. `openRecogniser` makes one. */
export interface ExpressionRecogniser<Picture> {
  /** What it chooses among, in the order of `probabilities`. */
  readonly classes: readonly string[];
  /** How faces are found: each picture is taken as a crop of one face. */
  readonly faces: 'crop';
  /** The confidence below which a face is `unsure`; undefined where no threshold is known. */
  readonly abstainBelow: number | undefined;
  /**
   * Recognises one picture. One that cannot be read gives a result that says so.
   *
   * @throws MpaferError `aborted` by the signal; `host` if the recogniser was closed or the host cannot decode at all
   */
  recognise(picture: Picture, options?: RecogniseOptions): Promise<Recognition>;
  /**
   * Recognises many pictures: one result each, in order, as they come. Memory does not grow with their number.
   *
   * @param pictures an array or any iterable, which is read as results are taken
   * @throws MpaferError `aborted` by the signal; `host`; and whatever the iterable throws, after the results of what it gave before
   */
  recognise(
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    options?: RecogniseOptions,
  ): AsyncGenerator<Recognition, void, undefined>;
  /** Frees the program, and the engine where it was not handed in; a second time does nothing. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Smaller pictures hold no expression. */
const shortestSide = 16;

export interface ExpressionRecogniserParts {
  readonly recogniser: Recogniser;
  readonly host: PictureHost;
  readonly abstainBelow: number | undefined;
  /** Frees what the recogniser does not free itself. */
  close(): Promise<void>;
}

export function expressionRecogniser<Picture>(parts: ExpressionRecogniserParts): ExpressionRecogniser<Picture> {
  const { recogniser, host, abstainBelow } = parts;

  async function* recogniseMany(
    pictures: Iterable<unknown> | AsyncIterable<unknown>,
    { signal }: RecogniseOptions = {},
  ): AsyncGenerator<Recognition, void, undefined> {
    requireRunning(signal);
    for await (const batch of pictureBatches(pictures, (picture) => readPicture(picture, host, signal))) {
      requireRunning(signal);
      const usable = batch.flatMap((row) => ('image' in row && isLarge(row.image) ? [row.image] : []));
      const faces = await recogniser.recognise(usable);
      let next = 0;
      for (const row of batch) {
        requireRunning(signal);
        yield 'image' in row && isLarge(row.image) ? recognised(row, faces[next++]!, abstainBelow) : refused(row);
      }
    }
  }

  function recognise(picture: Picture, options?: RecogniseOptions): Promise<Recognition>;
  function recognise(
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    options?: RecogniseOptions,
  ): AsyncGenerator<Recognition, void, undefined>;
  function recognise(pictures: unknown, options?: RecogniseOptions) {
    return isMany(pictures) ? recogniseMany(pictures, options) : only(recogniseMany([pictures], options));
  }

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= recogniser.release().finally(() => parts.close());
    return closing;
  };
  return {
    classes: recogniser.classes,
    faces: 'crop',
    abstainBelow,
    recognise,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function only(results: AsyncGenerator<Recognition>): Promise<Recognition> {
  for await (const result of results) return result;
  throw new TypeError('One picture gives one result');
}

/** Text and bytes can be iterated too, and are one picture. */
function isMany(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
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

function recognised(
  { picture, image: { width, height } }: Extract<ReadPicture<unknown>, { readonly image: unknown }>,
  { expression, probabilities }: RecognisedFace,
  abstainBelow = 0,
): Recognition {
  const confidence = probabilities[expression]!;
  const box = { x: 0, y: 0, width, height };
  const face = { expression, probabilities, confidence, unsure: confidence < abstainBelow, box };
  return { status: 'ok', faces: [face], ...sourceOf(picture) };
}

function refused(row: ReadPicture<unknown>): Recognition {
  const source = sourceOf(row.picture);
  if (!('image' in row)) return { status: 'unreadable', faces: [], code: row.code, reason: row.reason, ...source };
  const { width, height } = row.image;
  const reason = `Cannot recognise ${JSON.stringify(pictureName(row.picture))}: it has ${width} x ${height} pixels; expected at least ${shortestSide} on each side`;
  return { status: 'too-small', faces: [], code: 'image', reason, ...source };
}
