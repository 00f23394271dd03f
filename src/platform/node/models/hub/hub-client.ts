// The two questions that a pull asks the hub: which commit a revision is, and which files the commit holds.
import { z } from 'zod';
import { MpaferError } from '../../../../core/errors.ts';
import { hubFetch } from './hub-fetch.ts';
import { isCommit } from './hub-name.ts';
import type { HubSettings } from './hub-settings.ts';

const modelSchema = z.object({
  sha: z.string().optional(),
  tags: z.array(z.string()).optional(),
  cardData: z.object({ license: z.union([z.string(), z.array(z.string())]).optional() }).nullish(),
});

const entrySchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.number(),
  /** Git's id of the file, or of its LFS pointer. */
  oid: z.string().optional(),
  /** SHA-256 and size of a file in large file storage. */
  lfs: z.object({ oid: z.string(), size: z.number() }).optional(),
});

export type HubEntry = z.infer<typeof entrySchema>;

export interface HubClient {
  /** The commit that a revision stands for, and the licence that the model states. */
  about(revision: string): Promise<{ readonly commit: string; readonly licence: string }>;
  /** The top level of the repository, all pages of it. */
  tree(commit: string): Promise<readonly HubEntry[]>;
}

/** Every method throws MpaferError `model` when the hub refuses, cannot be reached or answers nonsense; `aborted`. */
export function hubClient(id: string, settings: HubSettings, signal?: AbortSignal): HubClient {
  const address = `${settings.endpoint}/api/models/${id}`;
  const request = hubFetch(settings, signal);
  /** One page of an answer, and the query of the next page where there is one. */
  async function ask<T>(revision: string, url: string, schema: z.ZodType<T>): Promise<{ value: T; next?: string }> {
    const refuse = (found: string, cause?: unknown): never => {
      const message = `Cannot pull "${id}" at ${revision}: ${settings.endpoint} ${found}`;
      throw new MpaferError('model', message, cause === undefined ? {} : { cause });
    };
    const response = await request(url, { headers: { accept: 'application/json' } });
    if (!response.ok) {
      await response.body?.cancel();
      return refuse(refusals[response.status] ?? `answered with status ${response.status}`);
    }
    try {
      const value = schema.parse(await response.json());
      const next = nextPage(response.headers.get('link'));
      return { value, ...(next !== undefined && { next }) };
    } catch (cause) {
      if (signal?.aborted) throw cause;
      return refuse(`gave an answer that cannot be read (${reasonOf(cause)})`, cause);
    }
  }
  return {
    async about(revision) {
      const url = `${address}/revision/${encodeURIComponent(revision)}?expand=sha&expand=cardData&expand=tags`;
      const { sha, cardData, tags } = (await ask(revision, url, modelSchema)).value;
      const commit = isCommit(revision) ? revision : sha;
      if (commit === undefined || !isCommit(commit)) {
        throw new MpaferError('model', `Cannot pull "${id}" at ${revision}: ${settings.endpoint} names no commit`);
      }
      return { commit, licence: licenceOf(cardData?.license, tags) };
    },
    async tree(commit) {
      const entries: HubEntry[] = [];
      const asked = new Set<string>();
      let query: string | undefined = '?recursive=false&expand=false';
      // A page that leads back to an earlier one would be read for ever.
      while (query !== undefined && !asked.has(query)) {
        asked.add(query);
        const page: { value: HubEntry[]; next?: string } = await ask(
          commit,
          `${address}/tree/${commit}${query}`,
          z.array(entrySchema),
        );
        entries.push(...page.value);
        query = page.next;
      }
      return entries;
    },
  };
}

/** The query of `<https://.../tree/main?cursor=...>; rel="next"`. Mirrors pass the hub's own address on, so the rest of it is ignored. */
function nextPage(link: string | null): string | undefined {
  const [, address] = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(link ?? '') ?? [];
  return address === undefined ? undefined : URL.parse(address, 'http://hub')?.search;
}

const refusals: Readonly<Record<number, string>> = {
  401: 'has no such model, or it is private: set HF_TOKEN to a token that may read it',
  403: 'refuses it: accept its conditions there and set HF_TOKEN',
  404: 'has no such model or revision',
  429: 'has had too many requests: try again later',
};

const reasonOf = (cause: unknown): string => {
  const [issue] = cause instanceof z.ZodError ? cause.issues : [];
  return issue === undefined ? (cause as Error).message : `${issue.path.join('.')}: ${issue.message}`;
};

function licenceOf(stated: string | string[] | undefined, tags: readonly string[] | undefined): string {
  const tag = tags?.find((each) => each.startsWith('license:'))?.slice('license:'.length);
  return [stated].flat().filter(Boolean).join(', ') || tag || 'not stated';
}
