// Answers requests from a cache, or else from the model, with retries.
import { MpaferError } from '../core/errors.ts';
import type { LanguageModel, ModelReply } from './language-model.ts';
import { type AnswerRequest, answerKey } from './request.ts';

export interface Answer {
  /** Name in the cache. */
  readonly key: string;
  readonly request: AnswerRequest;
  readonly reply: ModelReply;
}

export interface AnswerStore {
  /** Called before the first request, so that no answer is paid for that cannot be stored. Throws if it cannot store. */
  prepare(): Promise<void>;
  get(key: string): Promise<Answer | undefined>;
  put(answer: Answer): Promise<void>;
}

export interface AnswerSource {
  /** @throws MpaferError `descriptions` when there is no answer, `disk` when it cannot be stored, `aborted` */
  answer(request: AnswerRequest, signal?: AbortSignal): Promise<Answer>;
}

export interface Patience {
  /** How often to retry after a temporary failure. */
  readonly retries: number;
  /** Waits; throws when the signal is aborted. */
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** Longer waits, requested by a server, are refused. */
const longestWait = 300;

/**
 * Cached answers are read; others are requested and stored at once, so that nothing is asked twice.
 *
 * @param model undefined to answer from the cache alone
 */
export const answerSource = (
  store: AnswerStore,
  model: LanguageModel | undefined,
  patience: Patience,
): AnswerSource => {
  let prepared: Promise<void> | undefined;
  return {
    async answer(request, signal) {
      const key = await answerKey(request);
      const kept = await store.get(key);
      if (kept !== undefined) return kept;
      if (model === undefined) {
        throw new MpaferError(
          'descriptions',
          `Cannot answer "${request.prompt}" offline: no answer of ${request.provider} ${request.model} is cached`,
          {
            hint: 'Cached answers are found by provider, model, question, temperature and class name',
          },
        );
      }
      prepared ??= store.prepare();
      await prepared;
      const reply = await patientReply(model, request, patience, signal);
      const answer = { key, request, reply };
      await store.put(answer);
      return answer;
    },
  };
};

/** Waits 1, 2, 4 ... seconds between attempts, or as long as the server asks. */
async function patientReply(
  model: LanguageModel,
  request: AnswerRequest,
  { retries, wait }: Patience,
  signal: AbortSignal | undefined,
): Promise<ModelReply> {
  for (let attempt = 0; ; attempt++) {
    const result = await model.ask(request, signal);
    if (!('failure' in result)) return result;
    const { failure, retry, after } = result;
    const pause = after ?? 2 ** attempt;
    if (retry && attempt < retries && pause <= longestWait) {
      await wait(pause, signal);
      continue;
    }
    const tries = attempt === 0 ? '' : `, after ${attempt + 1} attempts`;
    const tooLong = retry && pause > longestWait ? `, and asks to wait ${Math.ceil(pause)} s` : '';
    throw new MpaferError(
      'descriptions',
      `Cannot ask ${request.provider} ${request.model}: ${failure}${tooLong}${tries}`,
      { hint: 'Answers received so far are kept; run it again to continue' },
    );
  }
}
