// The hub's own client, with failures told in our words, and requests repeated where that may help.
import type { ListFileEntry } from '@huggingface/hub';
import { MpaferError } from '../../../../core/errors.ts';
import { hubFetch } from './hub-fetch.ts';
import { isCommit } from './hub-name.ts';
import type { HubSettings } from './hub-settings.ts';

export interface HubClient {
  /** The commit that a revision stands for, and the licence that the model states. */
  about(revision: string): Promise<{ readonly commit: string; readonly licence: string }>;
  /** What lies at the top of the repository. */
  tree(commit: string): Promise<readonly ListFileEntry[]>;
}

export async function hubClient(id: string, settings: HubSettings, signal?: AbortSignal): Promise<HubClient> {
  const { HubApiError, listFiles, modelInfo } = await import('@huggingface/hub');
  const common = { hubUrl: settings.endpoint, fetch: hubFetch(settings, signal) };
  const ask = async <T>(revision: string, question: () => Promise<T>): Promise<T> => {
    try {
      return await question();
    } catch (cause) {
      if (cause instanceof MpaferError) throw cause;
      const found =
        cause instanceof HubApiError
          ? (answers[cause.statusCode] ?? `answered with status ${cause.statusCode}`)
          : `gave an answer that cannot be read (${(cause as Error).message})`;
      throw new MpaferError('model', `Cannot pull "${id}" at ${revision}: ${settings.endpoint} ${found}`, { cause });
    }
  };
  return {
    about: (revision) =>
      ask(revision, async () => {
        const fields = { name: id, revision, additionalFields: ['sha', 'cardData', 'tags'] } as const;
        const { sha, cardData, tags } = await modelInfo({
          ...common,
          ...fields,
          additionalFields: [...fields.additionalFields],
        });
        const commit = isCommit(revision) ? revision : sha;
        if (!isCommit(commit)) throw new Error('it names no commit');
        return { commit, licence: licenceOf(cardData?.license, tags) };
      }),
    tree: (commit) =>
      ask(commit, async () => {
        const entries: ListFileEntry[] = [];
        for await (const entry of listFiles({ ...common, repo: { type: 'model', name: id }, revision: commit })) {
          entries.push(entry);
        }
        return entries;
      }),
  };
}

const answers: Readonly<Record<number, string>> = {
  401: 'has no such model, or it is private: set HF_TOKEN to a token that may read it',
  403: 'refuses it: its conditions must be accepted there, and HF_TOKEN set',
  404: 'has no such model or revision',
  429: 'has had too many requests: try again later',
};

function licenceOf(stated: string | string[] | undefined, tags: readonly string[] | undefined): string {
  const tag = tags?.find((each) => each.startsWith('license:'))?.slice('license:'.length);
  return [stated].flat().filter(Boolean).join(', ') || tag || 'not stated';
}
