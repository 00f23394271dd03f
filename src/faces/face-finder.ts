// Finds faces in pictures: a detector looks at the picture in several sizes, and a second network confirms and measures what it found.
import { float32Data } from '../core/array.ts';
import type { RgbImage } from '../core/image.ts';
import type { Engine, Program } from '../engine/engine.ts';
import { tfliteToOnnx } from '../tflite/to-onnx.ts';
import { cellSize, type Detection, readDetections, withoutDuplicates } from './detection.ts';
import { type Face, rollOf } from './face.ts';
import { checkFindOptions, defaultFirstLevel, defaultMinFace, type FindOptions } from './find-options.ts';
import { findLandmarks, type Landmarks } from './landmark-model.ts';
import { type Level, pyramid } from './pyramid.ts';
import { boxTurnedBack, turned, turnedBack } from './quarter-turn.ts';

/** Finds faces. */
export interface FaceFinder {
  /**
   * The faces of a picture, the largest first. The same picture gives the same faces on every host, to a thousandth of a pixel.
   *
   * @throws MpaferError `usage` for options, `aborted`, `host`
   */
  find(image: RgbImage, options?: FindOptions): Promise<readonly Face[]>;
  /** Releases the models; calling it again does nothing. */
  release(): Promise<void>;
}

/** The two models as TensorFlow Lite files. */
export interface FaceModels {
  readonly detector: Uint8Array;
  readonly landmarks: Uint8Array;
}

/** What the detector must say of a face, and then the second network of it: nearly all that only the first believes is none. */
const leastScore = 0.5;
const leastPresence = 0.5;

/**
 * Opens the models that find faces: BlazeFace (full range) and MediaPipe's face landmarks, which ship as `assets/faces`.
 *
 * @throws MpaferError `model` when a file is damaged or another one
 * @example
 * ```ts
 * import { faceModels, nodeEngine, openFaceFinder, readImage } from 'mpafer';
 * await using engine = nodeEngine();
 * const finder = await openFaceFinder(engine, await faceModels());
 * const [face] = await finder.find(await readImage('assets/portraits/astronaut.png'));
 * console.log(Math.round(face!.roll), face!.box.width > 90); // 3 true
 * ```
 */
export async function openFaceFinder(engine: Engine, models: FaceModels): Promise<FaceFinder> {
  const detector = tfliteToOnnx(models.detector, {
    name: 'the face detector',
    outputs: ['boxes', 'scores'],
    scale: 1 / 127.5,
    shift: -1,
    anySize: true,
  });
  const landmarks = tfliteToOnnx(models.landmarks, {
    name: 'the face landmarks',
    outputs: ['points', 'presence'],
    scale: 1 / 255,
    shift: 0,
  });
  const programs = { detector: await engine.load(detector), landmarks: await engine.load(landmarks) };
  return {
    find: (image, options = {}) => findFaces(programs, image, options),
    async release() {
      await programs.detector.release();
      await programs.landmarks.release();
    },
  };
}

/** Degrees by which the detector may be wrong about a face's turn. */
const mostTurn = 8;

/** Faces that lie on their side, or are upside down, may be found too, with eyes in the wrong places: hardly ever with this score and roll. */
const certainScore = 0.8;
const certainRoll = 30;
const isCertain = ({ score, roll }: Face): boolean => score >= certainScore && Math.abs(roll) <= certainRoll;

interface Programs {
  readonly detector: Program<string>;
  readonly landmarks: Program<string>;
}

/** A face, and how sure both networks are. */
type Found = Face & { readonly presence: number };

async function findFaces(programs: Programs, image: RgbImage, options: FindOptions): Promise<readonly Face[]> {
  checkFindOptions(options);
  const { minFace = defaultMinFace, maxFaces = Number.POSITIVE_INFINITY, anyRotation = false } = options;
  let found = await findUpright(programs, image, options);
  if (anyRotation || !found.some(isCertain)) {
    let picture = image;
    const back: ((face: Found) => Found)[] = [];
    for (let turn = 1; turn < 4; turn++) {
      const { width } = picture;
      back.unshift((face) => faceTurnedBack(face, width));
      picture = turned(picture);
      const faces = await findUpright(programs, picture, options);
      found = [...found, ...faces.map((face) => back.reduce((each, turnBack) => turnBack(each), face))];
    }
    // Of one face in several turns, the upright one is the one that both networks believe most.
    found = withoutDuplicates(found.toSorted((a, b) => b.score * b.presence - a.score * a.presence));
  }
  return found
    .filter(({ box }) => Math.max(box.width, box.height) >= minFace)
    .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height || b.score - a.score || a.box.x - b.box.x)
    .slice(0, maxFaces)
    .map(({ presence: _, ...face }) => face);
}

async function findUpright(
  { detector, landmarks }: Programs,
  image: RgbImage,
  { minFace = defaultMinFace, firstLevel = defaultFirstLevel, signal }: FindOptions,
): Promise<readonly Found[]> {
  const levels = pyramid(image, firstLevel, minFace);
  const detections: Detection[] = [];
  for (const level of levels) detections.push(...(await detect(detector, level, signal)));
  const distinct = withoutDuplicates(detections.sort((a, b) => b.score - a.score));
  const measure = (faces: readonly Detection[]) => findLandmarks(landmarks, image, levels, faces, signal);
  const found = await measure(distinct);
  // Where the detector was far off about the eyes, the face was not level in what the second network saw: it looks again.
  const wrong = distinct.flatMap((detection, index) => {
    const { eyes } = found[index]!;
    return angleBetween(rollOf(eyes), rollOf(detection.eyes)) > mostTurn ? [index] : [];
  });
  const again = await measure(wrong.map((index) => ({ ...distinct[index]!, eyes: found[index]!.eyes })));
  const faces = distinct.flatMap((detection, index) => asFace(detection, again[wrong.indexOf(index)] ?? found[index]!));
  return withoutDuplicates(faces);
}

/** The faces of one level, in pixels of the picture. */
async function detect(
  detector: Program<string>,
  { image, scaleX, scaleY }: Level,
  signal: AbortSignal | undefined,
): Promise<readonly Detection[]> {
  const { data, width, height } = padded(image);
  const outputs = await detector.run({ pixels: { type: 'uint8', shape: [1, height, width, 3], data } }, signal);
  const found = readDetections(float32Data(outputs.boxes!), float32Data(outputs.scores!), width / cellSize, leastScore);
  const inPicture = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x: x * scaleX, y: y * scaleY });
  return found.map(({ box, eyes, score }) => ({
    box: { ...inPicture(box), width: box.width * scaleX, height: box.height * scaleY },
    eyes: { left: inPicture(eyes.left), right: inPicture(eyes.right) },
    score,
  }));
}

/** The network halves the picture five times: black at the right and below fills it up. */
const multiple = 32;

function padded({ width, height, data }: RgbImage): RgbImage {
  const [columns, rows] = [width, height].map((side) => Math.ceil(side / multiple) * multiple) as [number, number];
  if (columns === width && rows === height) return { width, height, data };
  const result = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < height; row++)
    result.set(data.subarray(row * width * 3, (row + 1) * width * 3), row * columns * 3);
  return { width: columns, height: rows, data: result };
}

function asFace({ box, score }: Detection, { points, eyes, presence }: Landmarks): readonly Found[] {
  const isFace = presence >= leastPresence && (eyes.left.x !== eyes.right.x || eyes.left.y !== eyes.right.y);
  return isFace ? [{ box, score, eyes, roll: rollOf(eyes), landmarks: points, presence }] : [];
}

/** @param width of the picture before it was turned */
function faceTurnedBack(face: Found, width: number): Found {
  const eyes = { left: turnedBack(face.eyes.left, width), right: turnedBack(face.eyes.right, width) };
  const landmarks = face.landmarks.slice();
  for (let at = 0; at < landmarks.length; at += 3) {
    const { x, y } = turnedBack({ x: landmarks[at]!, y: landmarks[at + 1]! }, width);
    landmarks[at] = x;
    landmarks[at + 1] = y;
  }
  return { ...face, box: boxTurnedBack(face.box, width), eyes, roll: rollOf(eyes), landmarks };
}

/** Degrees, 0 to 180. */
const angleBetween = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);
