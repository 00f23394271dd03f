// A copy of a picture with its faces drawn in: made from pixels, so that nothing of the original's metadata (place, time, camera) is in it.
import type { WrittenFace } from 'mpafer';
import { answerOf } from '../answer.ts';

/** The classes' colours on photographs, as in `mpafer predict --annotate`: they have their own ground. */
const colours = ['#5a6472', '#1b7f4d', '#2456a4', '#8a5a00', '#6b3fa0', '#3f6f14', '#a3262a', '#8c2f6b'] as const;

/** @returns a JPEG file */
export async function annotatedCopy(picture: Blob, faces: readonly WrittenFace[], needed: number): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const unit = Math.max(width, height) / 100;
  for (const face of faces) drawFace(context, face, { unit, needed });
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}

function drawFace(
  context: OffscreenCanvasRenderingContext2D,
  face: WrittenFace,
  { unit, needed }: { readonly unit: number; readonly needed: number },
): void {
  const { box, expression, probabilities } = face;
  const answer = answerOf(face, needed);
  const colour = colours[Math.max(0, Object.keys(probabilities).indexOf(expression)) % colours.length]!;
  const size = Math.max(11, 2.2 * unit);
  context.lineWidth = Math.max(2, 0.4 * unit);
  context.strokeStyle = colour;
  context.setLineDash(answer.isUnsure ? [2 * unit, unit] : []);
  context.strokeRect(box.x, box.y, box.width, box.height);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const { width } = context.canvas;
  // Moved into the picture, and narrower where it is wider than that.
  const wide = Math.min(width, context.measureText(answer.words).width + size);
  const left = Math.max(0, Math.min(box.x - context.lineWidth / 2, width - wide));
  const top = Math.max(0, box.y - 1.6 * size >= 0 ? box.y - 1.6 * size : box.y);
  context.fillStyle = colour;
  context.fillRect(left, top, wide, 1.6 * size);
  context.fillStyle = '#fff';
  context.fillText(answer.words, left + size / 2, top + 0.82 * size, wide - size);
}
