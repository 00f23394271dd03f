// Inflects English verbs, so that captions contain "grins" and "grinning" as well as "grin".

export interface VerbForms {
  /** "to grin" */
  readonly plain: string;
  /** "she grins" */
  readonly third: string;
  /** "he grinned" */
  readonly past: string;
  /** "a grinning child" */
  readonly gerund: string;
}

/** Verbs that double their last letter: short ones, those in -el, and the others in the lexicon with a stressed last syllable. */
const doubled = /^[^aeiou]*[aeiou][^aeiouwxy]$|[^e]el$|^(regret|abhor)$/;

/**
 * The forms of a verb, or of a phrase that begins with one, in British spelling.
 *
 * @param verb e.g. "grin" or "raise the brows"; an irregular past tense is given before a colon: "wept:weep bitterly"
 */
export function inflect(verb: string): VerbForms {
  const [irregular, phrase] = verb.includes(':') ? (verb.split(':') as [string, string]) : [undefined, verb];
  const [word, ...others] = phrase.split(' ') as [string, ...string[]];
  const whole = (form: string) => [form, ...others].join(' ');
  const stem = doubled.test(word) ? word + word.at(-1)! : word.endsWith('ic') ? `${word}k` : word;
  const softened = /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}i` : undefined;
  const third = softened ? `${softened}es` : /(s|x|z|o|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
  const past = irregular ?? (softened ? `${softened}ed` : word.endsWith('e') ? `${word}d` : `${stem}ed`);
  const gerund = word.endsWith('ie')
    ? `${word.slice(0, -2)}ying`
    : /[^eoy]e$/.test(word)
      ? `${word.slice(0, -1)}ing`
      : `${stem}ing`;
  return { plain: phrase, third: whole(third), past: whole(past), gerund: whole(gerund) };
}
