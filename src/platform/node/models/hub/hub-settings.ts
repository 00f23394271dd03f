// Address and cache of the hub: options first, then the variables that all clients of the hub read.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MpaferError } from '../../../../core/errors.ts';

export interface HubSettings {
  /** URL of the hub or a mirror, without a trailing slash. */
  readonly endpoint: string;
  /** The folder that contains `models--org--name` folders. */
  readonly cache: string;
  /** Downloads are not allowed. */
  readonly offline: boolean;
  /** Sent to the endpoint only; required for private models. */
  readonly token: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** HF_HUB_CACHE, or `hub` in HF_HOME, or in `huggingface` in the user's cache. */
export function hubCache(variables: Variables = process.env): string {
  const caches = variables.XDG_CACHE_HOME || join(homedir(), '.cache');
  const home = variables.HF_HOME || join(caches, 'huggingface');
  return variables.HF_HUB_CACHE || variables.HUGGINGFACE_HUB_CACHE || join(home, 'hub');
}

/**
 * Where the hub and its cache are, from the environment and the given values.
 *
 * @throws MpaferError `usage` when the endpoint is not a web address
 */
export function hubSettings(
  options: { readonly endpoint?: string | undefined; readonly offline?: boolean | undefined } = {},
  variables: Variables = process.env,
): HubSettings {
  const endpoint = (options.endpoint ?? (variables.HF_ENDPOINT || 'https://huggingface.co')).replace(/\/+$/, '');
  if (!/^https?:\/\/./.test(endpoint)) {
    throw new MpaferError(
      'usage',
      `Cannot use the endpoint "${endpoint}": it is not a web address; expected https:// or http://`,
    );
  }
  const switchedOff = ['1', 'true', 'yes', 'on'].includes((variables.HF_HUB_OFFLINE ?? '').toLowerCase());
  return {
    endpoint,
    cache: hubCache(variables),
    offline: options.offline ?? switchedOff,
    token: variables.HF_TOKEN || undefined,
  };
}
