// Forms of English verbs, so that captions know "grins" and "grinning" beside "grin".

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

/** Short words, those in -el, and the other long words of the lists whose last syllable is stressed. */
const doubled = /^[^aeiou]*[aeiou][^aeiouwxy]$|[^e]el$|^(regret|abhor)$/;

/**
 * The forms of a verb or of a phrase that begins with one. Regular spelling, British where it differs.
 *
 * @param verb e.g. "grin", "raise the brows"; a past that is not regular stands before a colon: "wept:weep bitterly"
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
