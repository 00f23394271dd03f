// Answers to requests: from a store where they are kept, else from the model, asked again with patience.
import { MpaferError } from '../core/errors.ts';
import type { LanguageModel, ModelReply } from './language-model.ts';
import { type AnswerRequest, answerKey } from './request.ts';

export interface Answer {
  /** Name in a store. */
  readonly key: string;
  readonly request: AnswerRequest;
  readonly reply: ModelReply;
}

export interface AnswerStore {
  /** Before the first `put`, and before what it keeps is paid for: throws where nothing can be kept. */
  prepare(): Promise<void>;
  get(key: string): Promise<Answer | undefined>;
  put(answer: Answer): Promise<void>;
}

export interface AnswerSource {
  /** @throws MpaferError `descriptions` when there is none to be had, `disk` when it could not be kept, `aborted` */
  answer(request: AnswerRequest, signal?: AbortSignal): Promise<Answer>;
}

export interface Patience {
  /** How often to ask again after a failure that may pass. */
  readonly retries: number;
  /** Waits, or throws when the signal is aborted. */
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** A server that asks for more than this is not waited for. */
const longestWait = 300;

/**
 * Answers that were had before are read; the others are asked for and kept at once, so that nothing is asked twice.
 *
 * @param model undefined answers from the store alone
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
          `Cannot replay: there is no kept answer of ${request.provider} ${request.model} to "${request.prompt}"`,
          {
            hint: 'Replaying needs the provider, model, questions, temperature and class names that the answers were made with',
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

/** Waits 1, 2, 4 ... seconds between tries, or as long as the server asks. */
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
    const tries = attempt === 0 ? '' : `, after ${attempt + 1} tries`;
    const tooLong = retry && pause > longestWait ? `, and asks to wait ${Math.ceil(pause)} s` : '';
    throw new MpaferError(
      'descriptions',
      `Cannot ask ${request.provider} ${request.model}: ${failure}${tooLong}${tries}`,
      { hint: 'Answers that came are kept: the same command goes on from there' },
    );
  }
}
