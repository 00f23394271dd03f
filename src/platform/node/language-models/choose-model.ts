// Which language model to ask: by options first, then by environment variables. Keys come from the environment alone.
import { MpaferError } from '../../../core/errors.ts';
import { nearestName } from '../../../core/nearest-name.ts';

export const providers = ['openai', 'anthropic', 'google', 'compatible'] as const;

export type Provider = (typeof providers)[number];

/** What is absent is looked up in the environment. */
export interface ModelOptions {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** Name of the environment variable that holds the key. */
  readonly keyVariable?: string | undefined;
}

export interface ModelChoice {
  readonly provider: Provider;
  readonly model: string;
  readonly baseUrl?: string;
  /** Never printed, never written. */
  readonly key?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that each provider's own tools read; the first that is set is used. */
const keyVariables: Readonly<Record<Provider, readonly string[]>> = {
  openai: ['OPENAI_API_KEY'],
  anthropic: ['ANTHROPIC_API_KEY'],
  google: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  compatible: ['MPAFER_API_KEY'],
};

const baseUrlVariables: Readonly<Partial<Record<Provider, string>>> = {
  openai: 'OPENAI_BASE_URL',
  anthropic: 'ANTHROPIC_BASE_URL',
};

/** @param withKey false where nothing will be sent @throws MpaferError `usage` that says what is missing */
export function chooseModel(options: ModelOptions, environment: Environment, withKey: boolean): ModelChoice {
  const provider = chosenProvider(options, environment);
  const model = options.model ?? setting(environment, 'MPAFER_MODEL');
  if (model === undefined) {
    throw new MpaferError('usage', `Cannot ask ${provider}: no model is named`, {
      hint: 'Name a model, or set MPAFER_MODEL',
    });
  }
  const baseUrl = chosenBaseUrl(provider, options, environment, withKey);
  const key = withKey ? chosenKey(provider, options, environment) : undefined;
  return { provider, model, ...(baseUrl !== undefined && { baseUrl }), ...(key !== undefined && { key }) };
}

/** An empty variable counts as unset. */
const setting = (environment: Environment, name: string): string | undefined => environment[name]?.trim() || undefined;

function chosenProvider(options: ModelOptions, environment: Environment): Provider {
  const named = options.provider ?? setting(environment, 'MPAFER_PROVIDER');
  if (named !== undefined) {
    const known = providers.find((provider) => provider === named);
    if (known !== undefined) return known;
    const meant = nearestName(named, providers);
    throw new MpaferError('usage', `Cannot ask provider "${named}"; expected one of ${providers.join(', ')}`, {
      ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
    });
  }
  if (options.baseUrl !== undefined || setting(environment, 'MPAFER_BASE_URL') !== undefined) return 'compatible';
  const withKeys = providers.filter((provider) =>
    keyVariables[provider].some((name) => setting(environment, name) !== undefined),
  );
  if (withKeys.length === 1) return withKeys[0]!;
  throw new MpaferError(
    'usage',
    `Cannot choose a language model: ${withKeys.length === 0 ? 'no provider is named, and no key is set' : `keys of ${withKeys.join(' and ')} are set`}`,
    {
      hint: `Name a provider (${providers.join(', ')}) or set MPAFER_PROVIDER; for a local server, give its base URL, e.g. http://127.0.0.1:11434/v1`,
    },
  );
}

function chosenBaseUrl(
  provider: Provider,
  options: ModelOptions,
  environment: Environment,
  needed: boolean,
): string | undefined {
  const own = baseUrlVariables[provider];
  const text =
    options.baseUrl ?? setting(environment, 'MPAFER_BASE_URL') ?? (own === undefined ? own : setting(environment, own));
  if (text === undefined) {
    if (provider !== 'compatible' || !needed) return undefined;
    throw new MpaferError('usage', 'Cannot ask a compatible server: no base URL is given', {
      hint: 'Give its base URL or set MPAFER_BASE_URL, for example http://127.0.0.1:11434/v1 (Ollama), :8080/v1 (llama.cpp), :8000/v1 (vLLM)',
    });
  }
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new MpaferError('usage', 'Cannot use the base URL: it is not an http or https address');
  }
  // Such a URL would carry its secret into messages and logs, so this message does not repeat it.
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new MpaferError('usage', 'Cannot use the base URL: it contains a user name, a password or a query', {
      hint: 'Put the key into an environment variable and name that variable',
    });
  }
  return text.replace(/\/+$/, '');
}

function chosenKey(provider: Provider, options: ModelOptions, environment: Environment): string | undefined {
  const names = options.keyVariable === undefined ? keyVariables[provider] : [options.keyVariable];
  for (const name of names) {
    const key = setting(environment, name);
    if (key !== undefined) return key;
  }
  // Local servers require no key.
  if (provider === 'compatible' && options.keyVariable === undefined) return undefined;
  throw new MpaferError('usage', `Cannot ask ${provider}: ${names.join(' or ')} is not set`, {
    hint: 'Keys are read from environment variables only, and are never printed or stored',
  });
}
