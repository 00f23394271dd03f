// Faces that lie on their side or are upside down: a picture, or what is around a face, is searched in the other three quarter turns.
import type { RgbImage } from '../core/image.ts';
import { type Box, type Point, rollOf } from './face.ts';
import { type Level, pyramid } from './pyramid.ts';
import { boxTurnedBack, turned, turnedBack } from './quarter-turn.ts';
import { sampleTurned } from './sample-turned.ts';
import { type FacePrograms, type Found, searchUpright } from './search-upright.ts';

/**
 * Searches the picture in the three quarter turns that are not its own.
 *
 * @param levelsOf the sizes of a picture that are searched, the largest first
 * @returns faces in pixels of the picture as it was given
 */
export async function searchTurned(
  programs: FacePrograms,
  image: RgbImage,
  levelsOf: (picture: RgbImage) => readonly Level[],
  signal: AbortSignal | undefined,
): Promise<readonly Found[]> {
  let picture = image;
  const back: ((face: Found) => Found)[] = [];
  const found: Found[] = [];
  for (let turn = 1; turn < 4; turn++) {
    const { width } = picture;
    back.unshift((face) => faceTurnedBack(face, width));
    picture = turned(picture);
    const levels = levelsOf(picture);
    const faces = await searchUpright(programs, picture, levels, levels, signal);
    found.push(...faces.map((face) => back.reduce((each, turnBack) => turnBack(each), face)));
  }
  return found;
}

/** Side of the square around a face that is searched in other turns, in sides of its box and in pixels: the face is then of a size that is surely found. */
const around = 2.5;
const side = 192;

/** Looks again, in other turns, at no more than what is around each of these faces. */
export async function searchTurnedAround(
  programs: FacePrograms,
  image: RgbImage,
  faces: readonly Found[],
  signal: AbortSignal | undefined,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { box } of faces) {
    const step = (around * Math.max(box.width, box.height)) / side;
    const corner = { x: box.x + box.width / 2 - (step * side) / 2, y: box.y + box.height / 2 - (step * side) / 2 };
    const region = sampleTurned(image, { width: side, height: side, ...corner, alongX: step, alongY: 0 }, 'black');
    const again = await searchTurned(programs, region, (picture) => pyramid(picture, side, 1), signal);
    found.push(...again.map((face) => faceInPicture(face, corner, step)));
  }
  return found;
}

/** @param width of the picture before it was turned */
function faceTurnedBack(face: Found, width: number): Found {
  const back = (point: Point) => turnedBack(point, width);
  return moved(face, back, boxTurnedBack(face.box, width), 1);
}

function faceInPicture(face: Found, corner: Point, step: number): Found {
  const inPicture = ({ x, y }: Point): Point => ({ x: corner.x + x * step, y: corner.y + y * step });
  const { x, y, width, height } = face.box;
  return moved(face, inPicture, { ...inPicture({ x, y }), width: width * step, height: height * step }, step);
}

/** @param step what a pixel of depth becomes */
function moved(face: Found, move: (point: Point) => Point, box: Box, step: number): Found {
  const eyes = { left: move(face.eyes.left), right: move(face.eyes.right) };
  const landmarks = new Float32Array(face.landmarks.length);
  for (let at = 0; at < landmarks.length; at += 3) {
    const { x, y } = move({ x: face.landmarks[at]!, y: face.landmarks[at + 1]! });
    landmarks[at] = x;
    landmarks[at + 1] = y;
    landmarks[at + 2] = face.landmarks[at + 2]! * step;
  }
  return { ...face, box, eyes, roll: rollOf(eyes), landmarks };
}
