// The picture of a VideoFrame, as it is shown.
import type { RgbImage } from '../../../core/image.ts';
import { shownFrame } from '../../../video/shown-frame.ts';
import { rgbOf } from '../images/draw-picture.ts';
import { planesOf } from './frame-planes.ts';

/** By its planes where the frame has some and is shown as it is stored; otherwise as the browser draws it. */
export async function imageOf(frame: VideoFrame): Promise<RgbImage> {
  const { displayWidth, displayHeight, visibleRect, format, colorSpace } = frame;
  const isPlain = visibleRect?.width === displayWidth && visibleRect.height === displayHeight;
  const { rotation = 0, flip = false } = frame as { readonly rotation?: number; readonly flip?: boolean };
  if (format === null || !isPlain || rotation !== 0 || flip) return rgbOf(frame, displayWidth, displayHeight);
  const range = colorSpace.fullRange ? 'full' : 'limited';
  return shownFrame({ range, matrix: colorSpace.matrix, transfer: colorSpace.transfer, ...(await planesOf(frame)) });
}
