// Answers without a network: a store in memory, and a model that says what it is told.
import type { Answer, AnswerStore } from '../../src/descriptions/answers.ts';
import type { LanguageModel, ModelFailure, ModelReply } from '../../src/descriptions/language-model.ts';
import type { AnswerRequest } from '../../src/descriptions/request.ts';

export function memoryStore(): AnswerStore & { readonly kept: Map<string, Answer> } {
  const kept = new Map<string, Answer>();
  return {
    kept,
    prepare: async () => {},
    get: async (key) => kept.get(key),
    async put(answer) {
      kept.set(answer.key, answer);
    },
  };
}

export const reply = (text: string, changes: Partial<ModelReply> = {}): ModelReply => ({
  text,
  finish: 'stop',
  model: 'm-1',
  date: '2026-01-02T03:04:05.000Z',
  warnings: [],
  ...changes,
});

/** @param say the reply or failure to a request; `count` is 0 for the first one */
export function scriptedModel(
  say: (request: AnswerRequest, count: number) => ModelReply | ModelFailure | Promise<ModelReply>,
): LanguageModel & { readonly asked: AnswerRequest[] } {
  const asked: AnswerRequest[] = [];
  return {
    asked,
    async ask(request) {
      asked.push(request as AnswerRequest);
      return say(request as AnswerRequest, asked.length - 1);
    },
  };
}
