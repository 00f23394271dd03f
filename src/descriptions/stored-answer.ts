// Answers as cached files, accepted only if their content matches their name.

import * as z from 'zod';
import { json } from '../core/json.ts';
import { parseJson } from '../core/parse-json.ts';
import type { Answer } from './answers.ts';
import { answerKey } from './request.ts';

const schema = z.object({
  key: z.string(),
  request: z.object({
    provider: z.string(),
    model: z.string(),
    instructions: z.string(),
    prompt: z.string(),
    temperature: z.number(),
    maxTokens: z.number(),
    sample: z.number(),
    attempt: z.number(),
  }),
  reply: z.object({
    text: z.string(),
    finish: z.string(),
    model: z.string(),
    date: z.string(),
    warnings: z.array(z.string()),
  }),
});

export const writeStoredAnswer = (answer: Answer): string => json(answer);

/** Undefined for anything but the answer of this key: a damaged file is ignored. */
export async function readStoredAnswer(text: string, key: string): Promise<Answer | undefined> {
  const result = schema.safeParse(jsonOf(text));
  if (!result.success || result.data.key !== key) return undefined;
  return (await answerKey(result.data.request)) === key ? result.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
