// What an explanation of one face of an image file holds.
import type { Explanation } from '../../evaluate/explanation.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import type { NearFace } from '../../evaluate/near-face.ts';
import type { RegionShares } from '../../evaluate/region-shares.ts';
import type { NearestWord } from '../../recognise/nearest-words.ts';

/** What is known of one face, or why there is none. */
export type ImageExplanation =
  | ({
      readonly image: string;
      readonly status: 'ok';
      /** The class that a data set says it is. */
      readonly label?: string;
      /** Its number among the faces of the image, from 1. */
      readonly face: number;
      /** Where it is, in pixels of the picture. */
      readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
      /** The most probable class, and the probability of each. */
      readonly recognised: string;
      readonly probabilities: Readonly<Record<string, number>>;
      readonly regions: RegionShares;
      /** The margin and its parts, and how much of it the map explains, in words. */
      readonly words: { readonly margin: string; readonly share: string };
      readonly verdict: MapVerdict;
      /** The words nearest to the soft tokens of the class explained and of the other; absent for a recogniser without prompts. */
      readonly nearestWords?: Readonly<Record<string, readonly NearestWord[]>>;
      /** The training faces nearest to this one, where they were asked for. */
      readonly nearestFaces?: readonly NearFace[];
      /** What looks wrong with how the face was taken. */
      readonly warning?: string;
    } & Explanation)
  | { readonly image: string; readonly status: 'no-face'; readonly code: 'image'; readonly reason: string }
  | { readonly image: string; readonly status: 'failed'; readonly code: string; readonly reason: string };
