// Small views of a picture and of its faces: what lists show, so that no list holds whole pictures.
import type { PictureRow } from 'mpafer';

export interface PictureViews {
  /** Size in pixels, turned upright; absent where the picture cannot be read. */
  readonly size?: { readonly width: number; readonly height: number } | undefined;
  readonly thumbnail?: Blob | undefined;
  /** In the order of the faces. */
  readonly faces?: readonly Blob[] | undefined;
}

/** Sides in pixels, for screens with two pixels to a point. */
const [thumbnailSide, faceSide] = [144, 176];

export async function viewsOf(file: Blob, { faces }: PictureRow): Promise<PictureViews> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return {};
  const { width, height } = bitmap;
  const shorter = Math.min(width, height);
  const middle = { x: (width - shorter) / 2, y: (height - shorter) / 2, width: shorter, height: shorter };
  const views = await Promise.all([
    view(bitmap, middle, thumbnailSide),
    ...faces.map(({ box }) => view(bitmap, around(box), faceSide)),
  ]);
  bitmap.close();
  const [thumbnail, ...rest] = views;
  return { size: { width, height }, thumbnail, faces: rest };
}

interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A square around a face, with some of what surrounds it. */
function around({ x, y, width, height }: Region): Region {
  const side = 1.5 * Math.max(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}

async function view(bitmap: ImageBitmap, { x, y, width, height }: Region, side: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#8885';
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, x, y, width, height, 0, 0, side, side);
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.82 });
}
