// The answer for a face: an expression, or "unsure" where the confidence is below what an answer needs.
import { computed, signal } from '@preact/signals';
import type { WrittenFace } from 'mpafer';
import { faceWords, wholePercent } from 'mpafer/face-words';

/** The recogniser's own threshold; 0 where it has none. */
export const usualCut = signal(0);

/** The user's choice; undefined for the recogniser's own. */
export const chosenCut = signal<number | undefined>(undefined);

/** The confidence that an answer needs. */
export const cut = computed(() => chosenCut.value ?? usualCut.value);

export interface Answer {
  /** `happiness`, `unsure` or `too small` */
  readonly short: string;
  /** `happiness 93 %`, `unsure, perhaps fear 32 %` or `too small` */
  readonly words: string;
  /** How sure, or why there is no answer. */
  readonly about: string;
  readonly isUnsure: boolean;
}

type Answered = Pick<WrittenFace, 'expression' | 'confidence' | 'status'>;

export function answerOf({ expression, confidence, status }: Answered, needed: number): Answer {
  const isUnsure = status === 'too-small' || confidence < needed;
  const words = faceWords({ expression, confidence, unsure: isUnsure, status });
  if (status === 'too-small') {
    return { short: 'too small', words, isUnsure, about: 'The face has too few pixels for an answer' };
  }
  if (!isUnsure) return { short: expression, words, isUnsure, about: `with ${wholePercent(confidence)} confidence` };
  const about = `${wholePercent(confidence)} is less than the ${wholePercent(needed)} that an answer needs. Perhaps ${expression}`;
  return { short: 'unsure', words, isUnsure, about };
}

/** As a heading begins. */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
