// Which of the faces in a photograph a label is about, and where to look for it.
import type { RgbImage } from '../../../core/image.ts';
import type { FaceBox } from '../../../data/dataset.ts';
import type { Box, Face } from '../../../faces/face.ts';
import type { FaceFinder } from '../../../faces/face-finder.ts';
import { crop } from '../../../image/crop.ts';

/** Sides of the part that is searched around a box, in sides of the box: room for the hair and for boxes that are a little off. */
const searched = 2.5;

/** A face is that of the box if their centres are closer than this part of the larger of them. */
const nearest = 0.6;

/**
 * The face that a photograph is labelled for: of those around the box, the one closest to its centre; without a box, the one closest to the
 * photograph's centre.
 *
 * @returns undefined when there is none
 */
export async function labelledFace(
  finder: FaceFinder,
  photo: RgbImage,
  box: FaceBox | undefined,
  signal: AbortSignal | undefined,
): Promise<Face | undefined> {
  if (box === undefined) {
    const middle = { x: photo.width / 2, y: photo.height / 2 };
    return closest(await finder.find(photo, { signal }), middle)?.face;
  }
  const part = around(photo, box);
  if (part === undefined) return undefined;
  const found = await finder.find(crop(photo, part.x, part.y, part.width, part.height), { signal });
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const best = closest(
    found.map((face) => moved(face, part.x, part.y)),
    middle,
  );
  if (best === undefined) return undefined;
  const side = Math.max(box.right - box.left, box.bottom - box.top, best.face.box.width);
  return best.away <= nearest * side ? best.face : undefined;
}

/** Undefined when the box is outside the photograph. */
function around({ width, height }: RgbImage, { left, top, right, bottom }: FaceBox): Box | undefined {
  const reach = (searched * Math.max(right - left, bottom - top)) / 2;
  const [x, y] = [
    Math.max(0, Math.floor((left + right) / 2 - reach)),
    Math.max(0, Math.floor((top + bottom) / 2 - reach)),
  ];
  const part = {
    x,
    y,
    width: Math.min(width, Math.ceil((left + right) / 2 + reach)) - x,
    height: Math.min(height, Math.ceil((top + bottom) / 2 + reach)) - y,
  };
  return part.width >= 1 && part.height >= 1 ? part : undefined;
}

function closest(faces: readonly Face[], { x, y }: { readonly x: number; readonly y: number }) {
  const awayOf = ({ box }: Face) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
  return faces
    .map((face) => ({ face, away: awayOf(face) }))
    .sort((a, b) => a.away - b.away)
    .at(0);
}

function moved({ box, eyes, landmarks, ...face }: Face, x: number, y: number): Face {
  const point = (at: { readonly x: number; readonly y: number }) => ({ x: at.x + x, y: at.y + y });
  return {
    ...face,
    box: { ...box, ...point(box) },
    eyes: { left: point(eyes.left), right: point(eyes.right) },
    landmarks: landmarks.map((value, index) => value + (index % 3 === 0 ? x : index % 3 === 1 ? y : 0)),
  };
}
