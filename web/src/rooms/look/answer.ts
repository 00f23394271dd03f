// The answer for a face: an expression, or "unsure" where the confidence is below what an answer needs.
import { computed, signal } from '@preact/signals';
import type { WrittenFace } from 'mpafer';

/** The recogniser's own threshold; 0 where it has none. */
export const usualCut = signal(0);

/** The user's choice; undefined for the recogniser's own. */
export const chosenCut = signal<number | undefined>(undefined);

/** The confidence that an answer needs. */
export const cut = computed(() => chosenCut.value ?? usualCut.value);

export interface Answer {
  readonly expression: string;
  readonly confidence: number;
  /** Why there is no answer, as a sentence; undefined where there is one. */
  readonly unsure: string | undefined;
}

type Answered = Pick<WrittenFace, 'expression' | 'confidence' | 'status'>;

export function answerOf({ expression, confidence, status }: Answered, needed: number): Answer {
  const unsure =
    status === 'too-small'
      ? 'The face has too few pixels'
      : confidence < needed
        ? `${percent(confidence)} is less than the ${percent(needed)} that an answer needs`
        : undefined;
  return { expression, confidence, unsure };
}

/** `Happiness, 93 %` or `unsure, perhaps happiness` */
export const answerWords = ({ expression, confidence, unsure }: Answer): string =>
  unsure === undefined ? `${expression}, ${percent(confidence)}` : `unsure, perhaps ${expression}`;

/** Never a false 100 % or 0 %. */
export function percent(value: number): string {
  if (value > 0.995 && value < 1) return 'over 99 %';
  return value > 0 && value < 0.005 ? 'under 1 %' : `${Math.round(100 * value)} %`;
}
