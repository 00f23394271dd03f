// Reads the pixels of anything a page can draw: canvases, bitmaps, images, videos and their frames.
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import { rgbPixels, tagOf } from '../../../recognise/pixels.ts';

/** The drawable's size in pixels, by type name. */
const sizes: Readonly<Record<string, (drawable: never) => readonly [number, number]>> = {
  HTMLCanvasElement: ({ width, height }: HTMLCanvasElement) => [width, height],
  OffscreenCanvas: ({ width, height }: OffscreenCanvas) => [width, height],
  ImageBitmap: ({ width, height }: ImageBitmap) => [width, height],
  HTMLImageElement: ({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight],
  HTMLVideoElement: ({ videoWidth, videoHeight }: HTMLVideoElement) => [videoWidth, videoHeight],
  VideoFrame: ({ displayWidth, displayHeight }: VideoFrame) => [displayWidth, displayHeight],
};

const empty: Readonly<Record<string, string>> = {
  HTMLVideoElement: 'it has no frame yet; wait for its event "loadeddata"',
  HTMLImageElement: 'it could not be loaded, or has no size of its own',
  ImageBitmap: 'it was closed',
  VideoFrame: 'it was closed',
};

/**
 * Returns what the drawable shows at the time of the call, on white; waits for images that are still loading.
 *
 * @returns undefined if it is not something a page can draw
 * @throws MpaferError `image` when it has no pixels yet or no longer, or comes from another origin that does not share them
 */
export function drawPicture(drawable: object): Promise<RgbImage> | undefined {
  const tag = tagOf(drawable);
  if (!Object.hasOwn(sizes, tag)) return undefined;
  return drawn(drawable as CanvasImageSource, tag);
}

async function drawn(drawable: CanvasImageSource, tag: string): Promise<RgbImage> {
  const refuse = (found: string, cause?: unknown): never => {
    throw new MpaferError('image', `Cannot read ${tag}: ${found}`, { cause });
  };
  if (tag === 'HTMLImageElement') {
    const image = drawable as HTMLImageElement;
    if (!image.complete) await image.decode().catch((cause: unknown) => refuse(empty[tag]!, cause));
  }
  const [width, height] = sizes[tag]!(drawable as never);
  if (width === 0 || height === 0) return refuse(empty[tag] ?? 'it has no pixels');
  try {
    return rgbOf(drawable, width, height);
  } catch (cause) {
    const isForeign = (cause as Error).name === 'SecurityError';
    return refuse(
      isForeign ? 'it shows a picture of another origin, which the page may not read' : (cause as Error).message,
      cause,
    );
  }
}

/** Draws on white and reads the pixels back synchronously, because a canvas or video may change by the next task. */
export function rgbOf(drawable: CanvasImageSource, width: number, height: number): RgbImage {
  const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('the browser gives no canvas of its size');
  canvas.fillStyle = 'white';
  canvas.fillRect(0, 0, width, height);
  canvas.drawImage(drawable, 0, 0, width, height);
  return rgbPixels({ width, height, channels: 4, data: canvas.getImageData(0, 0, width, height).data });
}
