// Has a language model describe classes: asks, checks every answer, and asks again if one fails a check.
import { MpaferError } from '../core/errors.ts';
import type { Answer, AnswerSource } from './answers.ts';
import { type Fault, faultOf, type Rules, sameWords } from './fault.ts';
import { fetchAhead } from './fetch-ahead.ts';
import { descriptionOf } from './parse-reply.ts';
import { type AnswerRequest, type AskSettings, answerRequest, usualWords } from './request.ts';

export interface DescribeInput {
  readonly classes: readonly string[];
  /** Questions with `{class}`; the answers of a class cycle through them. */
  readonly questions: readonly string[];
  /** Answers per class. */
  readonly answers: number;
  /** Attempts per answer if it fails a check. */
  readonly tries: number;
  /** Concurrent requests. */
  readonly parallel: number;
  readonly settings: AskSettings;
  readonly rules: Rules;
  readonly source: AnswerSource;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, of: number) => void;
  /** An answer was refused and is asked for again. */
  readonly onRefused?: (name: string, answer: number, found: string) => void;
}

/** An answer and its outcome. */
export interface JudgedAnswer extends Answer {
  readonly class: string;
  readonly description: string;
  /** Why it is not used; absent when it is. */
  readonly refused?: string;
}

export interface Described {
  readonly descriptions: Readonly<Record<string, readonly string[]>>;
  /** Every answer that was checked, in order. */
  readonly answers: readonly JudgedAnswer[];
  /** Answers that were dropped, for the user. */
  readonly notes: readonly string[];
}

/** The first requests of a class, one per answer. */
export function firstRequests(
  name: string,
  input: Pick<DescribeInput, 'questions' | 'answers' | 'settings' | 'rules'>,
): AnswerRequest[] {
  return Array.from({ length: input.answers }, (_, index) =>
    answerRequest(input.settings, { ...place(input.questions, index), name, words: wordsFor(name, input.rules) }),
  );
}

/**
 * Answers are fetched concurrently but checked in order of class and number, so that the same answers give the same result.
 *
 * @throws MpaferError `text-too-long` when no answer fits, `descriptions` when none is usable, `aborted`
 */
export async function describeClasses(input: DescribeInput): Promise<Described> {
  const { classes, source, signal, onProgress } = input;
  const first = classes.flatMap((name) => firstRequests(name, input));
  let done = 0;
  await fetchAhead(first, input.parallel, async (request) => {
    await source.answer(request, signal);
    onProgress?.(++done, first.length);
  });
  const taken = new Map<string, string>();
  const judged: JudgedAnswer[] = [];
  const notes: string[] = [];
  const descriptions: [string, string[]][] = [];
  for (const name of classes) {
    const own: string[] = [];
    for (let index = 0; index < input.answers; index++) {
      const found = await acceptable(name, index, input, taken, judged);
      if ('kind' in found) {
        notes.push(`${name}: answer ${index + 1} was dropped, as it ${found.found} (${input.tries} attempts)`);
        continue;
      }
      own.push(found.description);
      taken.set(sameWords(found.description), name);
    }
    if (own.length === 0) refuse(name, { kind: 'duplicate', found: 'says the same as those of other classes' }, input);
    descriptions.push([name, own]);
  }
  return { descriptions: Object.fromEntries(descriptions), answers: judged, notes };
}

/** One description, or the fault of a duplicate, which a class can do without. */
async function acceptable(
  name: string,
  index: number,
  input: DescribeInput,
  taken: ReadonlyMap<string, string>,
  judged: JudgedAnswer[],
): Promise<{ readonly description: string } | Fault> {
  let words = wordsFor(name, input.rules);
  let room = 1;
  for (let attempt = 0; ; attempt++) {
    const request = answerRequest(input.settings, { ...place(input.questions, index), name, words, attempt, room });
    const answer = await input.source.answer(request, input.signal);
    const description = descriptionOf(answer.reply.text);
    const fault = faultOf(name, answer.reply, description, input.rules, taken);
    judged.push({ ...answer, class: name, description, ...(fault && { refused: fault.found }) });
    if (fault === undefined) return { description };
    if (attempt + 1 >= input.tries) return fault.kind === 'duplicate' ? fault : refuse(name, fault, input, description);
    input.onRefused?.(name, index + 1, fault.found);
    if (fault.kind === 'too-long' || fault.kind === 'cut-off') words = Math.max(fewestWords, Math.floor(words * 0.6));
    if (fault.kind === 'cut-off') room *= 2;
  }
}

const place = (questions: readonly string[], index: number) => ({
  question: questions[index % questions.length]!,
  sample: Math.floor(index / questions.length),
});

const fewestWords = 4;

/** How many words fit safely: English takes about 1.3 tokens per word. @throws MpaferError `text-too-long` when the name leaves no room */
function wordsFor(name: string, { tokens, positions }: Rules): number {
  const left = positions - tokens(name, '');
  const words = Math.min(usualWords, Math.floor(left / 1.6));
  if (words >= fewestWords) return words;
  throw new MpaferError(
    'text-too-long',
    `Cannot describe "${name}": its hard prompt leaves ${Math.max(0, left)} of ${positions} tokens for a description`,
    { hint: 'Give the class a shorter name' },
  );
}

function refuse(name: string, fault: Fault, { settings, tries }: DescribeInput, answer?: string): never {
  throw new MpaferError(
    fault.kind === 'too-long' ? 'text-too-long' : 'descriptions',
    `Cannot describe "${name}" with ${settings.provider} ${settings.model}: the answer ${fault.found}, ${tries} times${answer ? `; the last was "${shortened(answer)}"` : ''}`,
    { hint: hints[fault.kind] },
  );
}

const shortened = (answer: string): string => (answer.length > 160 ? `${answer.slice(0, 160)}...` : answer);

const hints: Readonly<Record<Fault['kind'], string>> = {
  empty: 'Allow more tries, or choose another model',
  'cut-off': 'Allow more tokens per reply: reasoning models need more of them',
  refusal: 'Ask another question, or choose another model',
  language: 'Allow more tries, choose another model, or allow any language',
  names: 'Allow more tries, or allow answers to name classes',
  'too-long': 'Allow more tries, or choose another model; descriptions are never truncated',
  duplicate: 'Raise the temperature, allow more tries, or ask several questions',
};
