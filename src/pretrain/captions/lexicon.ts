// The words and phrases that captions use for each expression; the lists themselves are data, one JSON file per expression.
import type { Expression } from '../../data/expressions.ts';
import anger from './lexicon/anger.json' with { type: 'json' };
import contempt from './lexicon/contempt.json' with { type: 'json' };
import disgust from './lexicon/disgust.json' with { type: 'json' };
import fear from './lexicon/fear.json' with { type: 'json' };
import happiness from './lexicon/happiness.json' with { type: 'json' };
import neutral from './lexicon/neutral.json' with { type: 'json' };
import sadness from './lexicon/sadness.json' with { type: 'json' };
import surprise from './lexicon/surprise.json' with { type: 'json' };

/** Phrases may offer a choice of wordings, `[a|b]` (see `wording`). */
export interface ExpressionLexicon {
  /** "a facial expression of ..." */
  readonly nouns: readonly string[];
  /** "a ... face", "they look ..."; the plainest comes first. */
  readonly adjectives: readonly string[];
  /** Verbs in the form that `inflect` takes. */
  readonly verbs: readonly string[];
  /** "a person who is ...", "a person ..." */
  readonly doing: readonly string[];
  /**
   * What can be seen in the face: five cues, each with several wordings. The first wordings, joined, begin with the
   * expression's first default description.
   */
  readonly cues: readonly (readonly string[])[];
  /** What people say when they look like this. */
  readonly sayings: readonly string[];
  /** States of body and mind: "a person with ..." */
  readonly states: readonly string[];
  /** What has happened to them: "someone who ..." */
  readonly situations: readonly string[];
  /** What brings the expression about: "a person faced with ..." */
  readonly causes: readonly string[];
}

export const lexicon: Readonly<Record<Expression, ExpressionLexicon>> = {
  neutral,
  happiness,
  sadness,
  surprise,
  fear,
  disgust,
  anger,
  contempt,
};
