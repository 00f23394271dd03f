// Finds faces in pictures: a detector looks at the picture in several sizes, and a second network confirms and measures what it found.
import type { RgbImage } from '../core/image.ts';
import type { Engine } from '../engine/engine.ts';
import { tfliteToOnnx } from '../tflite/to-onnx.ts';
import { withoutDuplicates } from './detection.ts';
import type { Face } from './face.ts';
import { checkFindOptions, defaultFirstLevel, defaultMinFace, type LookOptions } from './find-options.ts';
import { certainScore, firstLook } from './first-look.ts';
import { followFaces } from './follow-faces.ts';
import { enlargedLevel, pyramid, surelyFound } from './pyramid.ts';
import { searchTurned, searchTurnedAround } from './search-turned.ts';
import { confirmed, type FacePrograms, type Found, searchUpright } from './search-upright.ts';

/** Finds faces. */
export interface FaceFinder {
  /**
   * The faces of a picture, the largest first. The same picture gives the same faces on every host, to a thousandth of a pixel.
   *
   * @throws MpaferError `usage` for options, `aborted`, `host`
   */
  find(image: RgbImage, options?: LookOptions): Promise<readonly Face[]>;
  /** Releases the models; calling it again does nothing. */
  release(): Promise<void>;
}

/** The two models as TensorFlow Lite files. */
export interface FaceModels {
  readonly detector: Uint8Array;
  readonly landmarks: Uint8Array;
}

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
    name: 'face-detection.tflite',
    outputs: ['boxes', 'scores'],
    scale: 1 / 127.5,
    shift: -1,
    anySize: true,
  });
  const landmarks = tfliteToOnnx(models.landmarks, {
    name: 'face-landmarks.tflite',
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

/** Faces that lie on their side, or are upside down, may be found too, with eyes in the wrong places: hardly ever with this score and roll. */
const certainRoll = 30;
const isCertain = ({ score, roll }: Face): boolean => score >= certainScore && Math.abs(roll) <= certainRoll;

async function findFaces(programs: FacePrograms, image: RgbImage, options: LookOptions): Promise<readonly Face[]> {
  checkFindOptions(options);
  const { minFace: least = defaultMinFace, maxFaces = Number.POSITIVE_INFINITY, follow, signal } = options;
  const found = await (follow === undefined
    ? searchFaces(programs, image, options)
    : followFaces(programs, image, follow, signal));
  return found
    .filter(({ box }) => Math.max(box.width, box.height) >= least)
    .toSorted(
      (a, b) => b.box.width * b.box.height - a.box.width * a.box.height || b.score - a.score || a.box.x - b.box.x,
    )
    .slice(0, maxFaces)
    .map(({ presence: _, ...face }) => face);
}

/** Each search is made only where those before it found no face for certain, or where it was asked for: most pictures need the first alone. */
async function searchFaces(programs: FacePrograms, image: RgbImage, options: LookOptions): Promise<readonly Found[]> {
  const { minFace, anyRotation = false, oneLook = false, signal } = options;
  const { firstLevel = defaultFirstLevel } = options;
  const least = minFace ?? defaultMinFace;
  const levels = pyramid(image, firstLevel, least);
  let found = await confirmed(programs, image, levels, await firstLook(programs, levels, options), signal);
  if (oneLook && !anyRotation && found.length === 0) return [];
  const enlarged = enlargedLevel(image, firstLevel, least);
  const wantsSmall = minFace !== undefined && minFace < surelyFound;
  if (enlarged !== undefined && !oneLook && (wantsSmall || anyRotation || !found.some(isCertain))) {
    found = distinct([...found, ...(await searchUpright(programs, image, levels, [enlarged], signal))]);
  }
  if (anyRotation) {
    const all = (picture: RgbImage) => {
      const finest = enlargedLevel(picture, firstLevel, least);
      return [...(finest === undefined ? [] : [finest]), ...pyramid(picture, firstLevel, least)];
    };
    found = distinct([...found, ...(await searchTurned(programs, image, all, signal))]);
  } else if (found.length === 0) {
    const few = (picture: RgbImage) => pyramid(picture, Math.min(firstLevel, mostTurnedSide), least);
    found = distinct(await searchTurned(programs, image, few, signal));
  } else if (!found.some(isCertain)) {
    found = distinct([...found, ...(await searchTurnedAround(programs, image, found, signal))]);
  }
  return found;
}

/** Longest side at which a picture without an upright face is searched in other turns: three times, so not at its finest. */
const mostTurnedSide = 640;

/** Of one face in several turns, the upright one is the one that both networks believe most. */
const distinct = (faces: readonly Found[]): readonly Found[] =>
  withoutDuplicates(faces.toSorted((a, b) => b.score * b.presence - a.score * a.presence));
