// Phrases with a choice of wordings: `[a|b]` stands for either.
import type { Random } from '../../core/random.ts';

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();

const choice = /\[([^[\]]*)\]/g;

/**
 * Draws one wording of a phrase. An alternative may be empty; choices do not nest.
 *
 * @example
 * ```ts
 * import { random } from '../../core/random.ts';
 * import { wording } from './wording.ts';
 * console.log(wording('a [wide|broad] smile', random(1))); // a broad smile
 * ```
 */
export const wording = (phrase: string, random: Random): string =>
  tidy(
    phrase.replace(choice, (_, list: string) => {
      const all = list.split('|');
      return all[random.integer(all.length)]!;
    }),
  );

/** Every word a phrase can contain, alternatives side by side: for building a vocabulary. */
export const everyWord = (phrase: string): string => tidy(phrase.replace(/[[\]|]/g, ' '));
