// The Look room's work: recognises pictures, videos and the frames of a camera, and writes results as text.
import {
  alignFace,
  browserEngine,
  type ExpressionRecogniser,
  eyesLevel,
  faceTable,
  frameRow,
  openRecogniser,
  type Picture,
  type PictureRow,
  type RgbImage,
  type Video,
  type VideoInfo,
  type VideoOptions,
  type VideoRow,
} from 'mpafer';
import type { WorkContext } from '../port.ts';
import { frameQueue } from './look/frame-queue.ts';
import { type PictureViews, viewsOf } from './look/picture-views.ts';
import type { TableRequest } from './look/table-request.ts';

/** What was found in a picture, with small views of it and of its faces. */
export interface PictureResult extends PictureViews {
  readonly row: PictureRow;
  /** What looks wrong with the picture. */
  readonly warning?: string | undefined;
}

export interface VideoInput {
  readonly file: Blob;
  readonly name: string;
  readonly options: Pick<VideoOptions, 'every' | 'from' | 'to' | 'baseline'>;
  /** Results of an earlier call: these frames are not recognised again. */
  readonly resume?: readonly VideoRow[] | undefined;
}

/** A face that was cut out as recognisers see it. */
export interface CutFace {
  readonly crop: RgbImage;
  readonly box: PictureRow['faces'][number]['box'];
  readonly eyes: PictureRow['faces'][number]['eyes'];
  readonly score: number | undefined;
  readonly status: 'ok' | 'too-small';
}

let opened: Promise<ExpressionRecogniser<Picture, Video>> | undefined;

const recogniser = ({ assets }: WorkContext) => {
  // On few cores, threads that spin take the time in which the page draws.
  opened ??= openRecogniser(undefined, { assets, engine: browserEngine({ assets, waiting: 'sleep' }) });
  return opened;
};

export const task = {
  /** Opens the recogniser; says what it chooses among. */
  async open(_: object, context: WorkContext) {
    const { classes, abstainBelow } = await recogniser(context);
    return { classes, abstainBelow };
  },

  async picture(
    { file, name }: { readonly file: Blob; readonly name: string },
    context: WorkContext,
  ): Promise<PictureResult> {
    const found = await (await recogniser(context)).recognise(file, { signal: context.signal });
    const row: PictureRow = {
      file: name,
      status: found.status,
      faces: found.faces.map(({ landmarks: _, ...face }, index) => ({ id: index + 1, ...face })),
      ...('code' in found && { code: found.code, reason: found.reason }),
    };
    const { warning } = found;
    const isReadable = found.status !== 'unreadable' && found.status !== 'too-large';
    return { row, ...(isReadable && (await viewsOf(file, row))), ...(warning !== undefined && { warning }) };
  },

  /** Every frame of a video file; what is known of it comes first, as progress. */
  async *video(
    { file, name, options, resume }: VideoInput,
    context: WorkContext,
  ): AsyncGenerator<VideoRow, void, undefined> {
    const { signal } = context;
    const frames = (await recogniser(context)).video(file, {
      ...options,
      signal,
      onOpen: (info: VideoInfo) => context.report(info),
      ...(resume && { resume: resume.filter((row) => 'frame' in row) }),
    });
    for await (const frame of frames) yield frameRow(name, frame);
  },

  /** The frames that a page sends through a port, one by one. */
  async *camera(
    { frames, baseline }: { readonly frames: MessagePort; readonly baseline: VideoOptions['baseline'] },
    context: WorkContext,
  ): AsyncGenerator<VideoRow, void, undefined> {
    const { signal } = context;
    const found = (await recogniser(context)).video(frameQueue(frames), { signal, baseline });
    // The next frame is recognised while the page draws the one before.
    let next = found.next();
    try {
      for (;;) {
        const { value: frame, done } = await next;
        if (done) return;
        next = found.next();
        // Its failure shows when it is awaited, unless the page stops before.
        next.catch(() => {});
        yield frameRow('camera', frame);
      }
    } finally {
      void found.return();
    }
  },

  /** The faces of a picture, cut out for a recogniser that takes crops of so many pixels. */
  async faces(
    { picture, side }: { readonly picture: Blob | ImageBitmap | VideoFrame; readonly side: number },
    context: WorkContext,
  ): Promise<{ readonly status: PictureRow['status']; readonly reason?: string; readonly faces: readonly CutFace[] }> {
    const found = await (await recogniser(context)).recognise(picture, { signal: context.signal });
    if (found.status !== 'ok') return { status: found.status, reason: found.reason, faces: [] };
    const image = await pixelsOf(picture);
    if ('close' in picture) picture.close();
    return {
      status: 'ok',
      faces: found.faces.map(({ box, eyes, score, status }) => ({
        crop: alignFace(image, eyes!, side, eyesLevel),
        ...{ box, eyes, score, status },
      })),
    };
  },

  /** Files as a zip. */
  async zip({ files }: { readonly files: readonly { readonly path: string; readonly blob: Blob }[] }): Promise<Blob> {
    return (await import('./look/zip-of.ts')).zipOf(files);
  },

  /** Results as the text of a file. */
  async table({ format, rows, classes, smooth, baseline, columns }: TableRequest): Promise<Blob> {
    const text =
      format === 'jsonl'
        ? rows.map(({ row, more }) => `${JSON.stringify({ ...row, ...more })}\n`)
        : faceTable(
            rows.map(({ row }) => row),
            {
              ...{ classes, smooth, baseline },
              more: columns.map((name) => {
                const values = new Map(rows.map(({ row, more }) => [row, more[name]]));
                return { name, value: (row) => values.get(row) };
              }),
            },
          );
    return new Blob([...text], { type: format === 'csv' ? 'text/csv' : 'application/jsonl' });
  },
};

async function pixelsOf(picture: Blob | ImageBitmap | VideoFrame): Promise<RgbImage> {
  const bitmap = await createImageBitmap(picture, { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    pixels[to] = data[from]!;
    pixels[to + 1] = data[from + 1]!;
    pixels[to + 2] = data[from + 2]!;
  }
  return { width, height, data: pixels };
}
