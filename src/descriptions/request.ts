// Builds the request for one answer: a question about a class, and instructions for the form of the answer.
import { sha256 } from '../core/sha256.ts';
import type { ModelRequest } from './language-model.ts';
import { askAbout } from './questions.ts';

/** A request with everything that distinguishes it from others: its hash is the answer's name in the cache. */
export interface AnswerRequest extends ModelRequest {
  readonly provider: string;
  readonly model: string;
  /** Index among the answers to the same question. */
  readonly sample: number;
  /** Number of earlier attempts, whose answers were refused. */
  readonly attempt: number;
}

/** Settings that all requests of a job share. */
export interface AskSettings {
  readonly provider: string;
  readonly model: string;
  readonly temperature: number;
  readonly maxTokens: number;
  /** Answers must not name an expression. */
  readonly withoutNames: boolean;
}

/** Answers that do not fit must be requested again, so the first request leaves a margin. */
export const usualWords = 30;

export function answerRequest(
  { provider, model, temperature, maxTokens, withoutNames }: AskSettings,
  ask: {
    readonly question: string;
    readonly name: string;
    readonly words: number;
    readonly sample: number;
    readonly attempt?: number;
    /** Factor on the token limit, after a reply that was cut off. */
    readonly room?: number;
  },
): AnswerRequest {
  return {
    provider,
    model,
    instructions:
      `Answer in English with one plain sentence or list of features, at most ${ask.words} words, on a single line. ` +
      'Say only what can be seen in the face: eyebrows, eyelids, eyes, nose, cheeks, lips, jaw. ' +
      `No introduction, no headings, no quotation marks.${withoutNames ? ' Do not name any expression or feeling.' : ''}`,
    prompt: askAbout(ask.question, ask.name),
    temperature,
    maxTokens: maxTokens * (ask.room ?? 1),
    sample: ask.sample,
    attempt: ask.attempt ?? 0,
  };
}

/** SHA-256 in hex of everything that a reply depends on. Keys and server addresses are not part of it. */
export const answerKey = (request: AnswerRequest): Promise<string> =>
  sha256(
    JSON.stringify([
      request.provider,
      request.model,
      request.temperature,
      request.maxTokens,
      request.instructions,
      request.prompt,
      request.sample,
      request.attempt,
    ]),
  );
