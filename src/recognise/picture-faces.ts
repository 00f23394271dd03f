// The faces of a picture, cut out as a recogniser is shown them: found and aligned, or the whole picture where it is a crop already.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { type AlignmentRecipe, alignFace } from '../faces/alignment.ts';
import type { Box, Eyes, Face } from '../faces/face.ts';
import type { FaceFinder } from '../faces/face-finder.ts';
import { checkFindOptions, type FindOptions, type LookOptions } from '../faces/find-options.ts';

/** Where a face is, and what is known of it besides its expression. */
export interface FacePlace {
  /** Whether the face has enough pixels: where it is `too-small`, its expression is little more than a guess. */
  readonly status: 'ok' | 'too-small';
  /** Where the face is, in pixels of the picture; of a crop, all of it. It may reach beyond the picture. */
  readonly box: Box;
  /** The detector's probability that it is a face, in a live video when it was last searched for; absent for a crop, as are the others. */
  readonly score?: number;
  /** Centres of the eyes: left and right in the picture, for a face that is upright. */
  readonly eyes?: Eyes;
  /** Degrees by which the face is turned clockwise. */
  readonly roll?: number;
  /** [468, 3]: x and y in pixels of the picture, and depth. */
  readonly landmarks?: Float32Array;
}

export interface CutFace {
  readonly crop: RgbImage;
  readonly place: FacePlace;
}

/** How faces are looked for. */
export interface PictureFaces {
  readonly mode: 'find' | 'crop';
  /** @throws MpaferError `usage` for options that are wrong, or make no sense in this mode */
  check(options: FindOptions): void;
  /** The picture's faces, in the order in which they are reported. */
  facesOf(image: RgbImage, options: LookOptions): Promise<readonly CutFace[]>;
  /** What looks wrong with a picture for this mode; undefined where nothing does. */
  doubt(image: RgbImage, faces: readonly CutFace[]): string | undefined;
  release(): Promise<void>;
}

/**
 * Faces with smaller boxes are too small, in pixels: some 28 from cheek to cheek. On 806 photos shrunk step by step, the pack `fer2013` was
 * right for 67 % at 48 pixels and more, 66 % at 32, 61 % at 24 and 49 % at 16.
 */
export const smallestFace = 30;

/** Whole pictures: each face is found, levelled by its eyes and cut out. */
export function foundFaces(
  finder: FaceFinder,
  { side, recipe }: { readonly side: number; readonly recipe: AlignmentRecipe },
  usual: FindOptions,
): PictureFaces {
  return {
    mode: 'find',
    check: checkFindOptions,
    async facesOf(image, { signal, ...own }) {
      const given = Object.entries(own).filter(([, value]) => value !== undefined);
      const faces = await finder.find(image, { ...usual, ...Object.fromEntries(given), signal });
      return faces.map((face) => ({ crop: alignFace(image, face.eyes, side, recipe), place: placeOf(face) }));
    },
    doubt({ width, height }, faces) {
      const small = Math.min(width, height);
      if (faces.length === 0) {
        if (Math.max(width, height) > cropSide) return undefined;
        return `it has ${width} x ${height} pixels and no face was found: if it is a crop of one, say that faces are crops`;
      }
      const [{ place }] = faces as readonly [CutFace];
      if (faces.length > 1 || place.box.width < tight * small) return undefined;
      return 'the face fills the picture, which looks like a crop: if it was cropped as for training, say that faces are crops';
    },
    release: () => finder.release(),
  };
}

/** Data sets of crops have up to some 224 pixels; photographs have more. */
const cropSide = 256;

/** A box that takes this part of the picture's shorter side leaves no room for the hair and the chin of a photographed person. */
const tight = 0.75;

function placeOf({ box, score, eyes, roll, landmarks }: Face): FacePlace {
  const status = Math.max(box.width, box.height) < smallestFace ? 'too-small' : 'ok';
  return { status, box, score, eyes, roll, landmarks };
}

/** Options of finding that were given although nothing is to be found. */
export function refuseFindOptions(options: FindOptions): void {
  const given = (['minFace', 'maxFaces', 'anyRotation', 'firstLevel'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (given === undefined) return;
  throw new MpaferError(
    'usage',
    `Cannot use the option ${given} where pictures are crops; expected faces to be found`,
    {
      hint: 'Leave it out, or leave out the option faces: "crop"',
    },
  );
}

/** Each picture is a crop of one face, cut as in training. */
export const wholePictures: PictureFaces = {
  mode: 'crop',
  check: refuseFindOptions,
  facesOf: async (image) => {
    const { width, height } = image;
    return [{ crop: image, place: { status: 'ok', box: { x: 0, y: 0, width, height } } }];
  },
  doubt({ width, height }) {
    if (Math.max(width, height) <= longestCrop * Math.min(width, height)) return undefined;
    return `it has ${width} x ${height} pixels, too long for a crop of a face: it was taken as one face, whatever it shows`;
  },
  release: async () => {},
};

/** Crops of faces are about square: the longest of the usual data sets is 1.3 times as long as wide. */
const longestCrop = 1.32;
