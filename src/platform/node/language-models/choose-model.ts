// Which language model to ask: by flags first, then by environment variables. Keys come from the environment alone.
import { MpaferError } from '../../../core/errors.ts';
import { nearestName } from '../../../core/nearest-name.ts';

export const providers = ['openai', 'anthropic', 'google', 'compatible'] as const;

export type Provider = (typeof providers)[number];

/** Flags of a command; what is absent is looked for in the environment. */
export interface ModelFlags {
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

/** Variables that each provider's own tools read, the first that is set counts. */
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
export function chooseModel(flags: ModelFlags, environment: Environment, withKey: boolean): ModelChoice {
  const provider = chosenProvider(flags, environment);
  const model = flags.model ?? setting(environment, 'MPAFER_MODEL');
  if (model === undefined) {
    throw new MpaferError('usage', `Cannot describe: no model of ${provider} is named`, {
      hint: 'Name one with --model, or in the environment variable MPAFER_MODEL',
    });
  }
  const baseUrl = chosenBaseUrl(provider, flags, environment, withKey);
  const key = withKey ? chosenKey(provider, flags, environment) : undefined;
  return { provider, model, ...(baseUrl !== undefined && { baseUrl }), ...(key !== undefined && { key }) };
}

/** An empty variable counts as none. */
const setting = (environment: Environment, name: string): string | undefined => environment[name]?.trim() || undefined;

function chosenProvider(flags: ModelFlags, environment: Environment): Provider {
  const named = flags.provider ?? setting(environment, 'MPAFER_PROVIDER');
  if (named !== undefined) {
    const known = providers.find((provider) => provider === named);
    if (known !== undefined) return known;
    const meant = nearestName(named, providers);
    throw new MpaferError('usage', `Cannot ask provider "${named}", must be one of ${providers.join(', ')}`, {
      ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
    });
  }
  if (flags.baseUrl !== undefined || setting(environment, 'MPAFER_BASE_URL') !== undefined) return 'compatible';
  const withKeys = providers.filter((provider) =>
    keyVariables[provider].some((name) => setting(environment, name) !== undefined),
  );
  if (withKeys.length === 1) return withKeys[0]!;
  throw new MpaferError(
    'usage',
    `Cannot describe: ${withKeys.length === 0 ? 'no language model is chosen' : `there are keys for ${withKeys.join(' and ')}`}`,
    {
      hint: `Choose with --provider ${providers.join(', ')} (or MPAFER_PROVIDER); a local server with --base-url http://127.0.0.1:11434/v1`,
    },
  );
}

function chosenBaseUrl(
  provider: Provider,
  flags: ModelFlags,
  environment: Environment,
  needed: boolean,
): string | undefined {
  const own = baseUrlVariables[provider];
  const text =
    flags.baseUrl ?? setting(environment, 'MPAFER_BASE_URL') ?? (own === undefined ? own : setting(environment, own));
  if (text === undefined) {
    if (provider !== 'compatible' || !needed) return undefined;
    throw new MpaferError('usage', 'Cannot ask a compatible server: its address is not given', {
      hint: 'Give it with --base-url or MPAFER_BASE_URL, for example http://127.0.0.1:11434/v1 (Ollama), :8080/v1 (llama.cpp), :8000/v1 (vLLM)',
    });
  }
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new MpaferError('usage', 'Cannot use the base URL: it is not an http or https address');
  }
  // Such a URL would travel into messages and logs with its secret; the address itself is left out of this one for that reason.
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new MpaferError('usage', 'Cannot use the base URL: it holds a name, a password or a query', {
      hint: 'Put the key into an environment variable and name it with --key-variable',
    });
  }
  return text.replace(/\/+$/, '');
}

function chosenKey(provider: Provider, flags: ModelFlags, environment: Environment): string | undefined {
  const names = flags.keyVariable === undefined ? keyVariables[provider] : [flags.keyVariable];
  for (const name of names) {
    const key = setting(environment, name);
    if (key !== undefined) return key;
  }
  // Servers on one's own machine ask for no key.
  if (provider === 'compatible' && flags.keyVariable === undefined) return undefined;
  throw new MpaferError('usage', `Cannot ask ${provider}: there is no key in ${names.join(' or ')}`, {
    hint: 'Keys are read from environment variables only, and are never printed or stored',
  });
}
