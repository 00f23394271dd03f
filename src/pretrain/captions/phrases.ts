// Lists of phrases as short text: commas part them, `[a|b]` stands for one of several wordings.
import type { Random } from '../../core/random.ts';

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The phrases of a text block, in order; line ends are blanks. */
export const phrases = (text: string): readonly string[] =>
  text
    .split(',')
    .map(tidy)
    .filter((phrase) => phrase !== '');

const choice = /\[([^[\]]*)\]/g;

/**
 * One wording of a phrase; an alternative may be empty. Choices do not nest.
 *
 * @example
 * ```ts
 * import { random } from '../../core/random.ts';
 * import { wording } from './phrases.ts';
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

/** All that a phrase can say, its choices side by side: for a vocabulary. */
export const everyWord = (phrase: string): string => tidy(phrase.replace(/[[\]|]/g, ' '));
