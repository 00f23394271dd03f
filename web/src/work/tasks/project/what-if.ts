// What a recogniser says of a face that is changed: regions painted over with the face's mean colour, other light, out of focus.
import { type RgbImage, studio } from 'mpafer';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { readFace } from './pictures.ts';
import { named, programsFor, renamed } from './programs-for.ts';

export interface FaceChange {
  readonly regions: readonly studio.FaceRegion[];
  /** Every value times this; 1 changes nothing. */
  readonly light: number;
  /** Deviation of the blur as a part of the picture's side; 0 changes nothing. */
  readonly blur: number;
}

export interface ChangedFace {
  readonly expression: string;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly picture: RgbImage;
}

export async function whatIf(source: Source, path: string, change: FaceChange, models: Models): Promise<ChangedFace> {
  const { recogniser } = await programsFor(source, models);
  const picture = changed(await readFace(path), change, models);
  const [found] = await (await recogniser).recognise([picture]);
  return { expression: named(found!.expression), probabilities: renamed(found!.probabilities), picture };
}

/** As a camera would: the light falls through the lens, and the cover hides both. */
function changed(face: RgbImage, { regions, light, blur }: FaceChange, { clip }: Models): RgbImage {
  const side = clip.config.image.size / clip.config.image.patch;
  const seen = studio.blurred(studio.exposed(face, light), blur * Math.min(face.width, face.height));
  return regions.length === 0 ? seen : covered(seen, studio.patchRegions(side, side), side, regions);
}

function covered(
  { width, height, data }: RgbImage,
  regionAt: readonly studio.FaceRegion[],
  side: number,
  regions: readonly studio.FaceRegion[],
): RgbImage {
  const mean = [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let at = channel; at < data.length; at += 3) sum += data[at]!;
    return Math.round(sum / (width * height));
  });
  const pixels = Uint8Array.from(data);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const patch = Math.floor((y / height) * side) * side + Math.floor((x / width) * side);
      if (regions.includes(regionAt[patch]!)) pixels.set(mean, (y * width + x) * 3);
    }
  }
  return { width, height, data: pixels };
}
