// What an explanation of one image file holds.
import type { Explanation } from '../../evaluate/explanation.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import type { Undecoded } from './decode-some.ts';

/** What is known of one image. */
export type ImageExplanation =
  | ({
      readonly image: string;
      readonly status: 'ok';
      /** The most probable class, and the probability of each. */
      readonly recognised: string;
      readonly probabilities: Readonly<Record<string, number>>;
      /** The margin and its parts, and how much of it the map explains, in words. */
      readonly words: { readonly margin: string; readonly share: string };
      readonly verdict: MapVerdict;
    } & Explanation)
  | Undecoded;
