// The request for one answer: a question about a class, and how the answer must be made.
import { sha256 } from '../core/sha256.ts';
import type { ModelRequest } from './language-model.ts';
import { askAbout } from './questions.ts';

/** A request with what tells it apart from every other: its hash is the answer's name in a store. */
export interface AnswerRequest extends ModelRequest {
  readonly provider: string;
  readonly model: string;
  /** Which of the answers to the same question, from 0. */
  readonly sample: number;
  /** How often it was asked again because an answer was refused, from 0. */
  readonly attempt: number;
}

/** What all requests of one description share. */
export interface AskSettings {
  readonly provider: string;
  readonly model: string;
  readonly temperature: number;
  readonly maxTokens: number;
  /** Answers must not name an expression. */
  readonly withoutNames: boolean;
}

/** Longer answers are asked for a second time, so the first request leaves room. */
export const usualWords = 30;

export function answerRequest(
  { provider, model, temperature, maxTokens, withoutNames }: AskSettings,
  ask: {
    readonly question: string;
    readonly name: string;
    readonly words: number;
    readonly sample: number;
    readonly attempt?: number;
    /** Factor on the tokens that a reply may have, after one that was cut off. */
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

/** 64 hexadecimal digits over everything that a reply depends on. No key and no address of a server is part of it. */
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
