// Keeps captions clear of the held-out phrases: none may hold two neighbouring content words of one.
import { heldOutPhrases } from './held-out-phrases.ts';

/** Words that say nothing of an expression; what is left are content words. */
const empty = new Set(
  `
    a an one the this that these those of to in on at by for from with without up down out off over under into
    through across behind beside and or as i me my you your he his him she her it its we us our they their them
    who whose which what why how is are was were be been being am do does did has have had having will would
    could can cannot not just very so too than there here nobody everybody everyone someone somebody something
    anything person people man woman child boy girl face faces photo picture portrait image`
    .trim()
    .split(/\s+/),
);

/** Neighbouring content words of a text, as "first second". */
export function contentPairs(text: string): readonly string[] {
  const words = (text.toLowerCase().match(/[a-z'-]+/g) ?? []).filter((word) => !empty.has(word));
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}

const heldOut = new Set(heldOutPhrases.flatMap(([phrase]) => contentPairs(phrase)));

/** Whether a text holds such a pair, hence also whether it holds a held-out phrase. */
export const holdsHeldOut = (text: string): boolean => contentPairs(text).some((pair) => heldOut.has(pair));
