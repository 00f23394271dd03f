// Opens language models through the AI SDK: OpenAI, Anthropic, Google, and any server with OpenAI's protocol.
import type { CallWarning, generateText as GenerateText, LanguageModel as SdkModel } from 'ai';
import type { LanguageModel, ModelReply } from '../../../descriptions/language-model.ts';
import type { ModelChoice, Provider } from './choose-model.ts';
import { failureOf, redacted } from './model-failure.ts';
import { optionalPackages } from './optional-packages.ts';
import { stopped } from './wait.ts';

/**
 * Loads the AI SDK and the provider's part of it. Nothing is sent yet.
 *
 * @param timeout seconds that a request may take
 * @throws MpaferError `host` when they are not installed: they are optional peers of this package
 */
export async function openLanguageModel(choice: ModelChoice, timeout: number): Promise<LanguageModel> {
  // Warnings are returned with the reply; otherwise the SDK would print them.
  (globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;
  const { generateText, model } = await sdkModels[choice.provider](choice);
  const secrets = choice.key === undefined ? [] : [choice.key];
  return {
    async ask(request, signal) {
      const late = AbortSignal.timeout(timeout * 1000);
      try {
        const result = await generateText({
          model,
          instructions: request.instructions,
          prompt: request.prompt,
          temperature: request.temperature,
          maxOutputTokens: request.maxTokens,
          // The caller retries, and keeps count over all requests.
          maxRetries: 0,
          include: { responseBody: true },
          telemetry: { isEnabled: false },
          // Otherwise OpenAI stores questions and answers.
          providerOptions: { openai: { store: false } },
          abortSignal: signal === undefined ? late : AbortSignal.any([signal as globalThis.AbortSignal, late]),
        });
        const { modelVersion } = (result.response.body ?? {}) as { modelVersion?: string };
        return {
          text: redacted(result.text, secrets),
          finish: result.finishReason,
          // Google states the dated version in its reply only.
          model: modelVersion ?? result.response.modelId,
          date: new Date().toISOString(),
          warnings: (result.warnings ?? []).map(warningText),
        } satisfies ModelReply;
      } catch (error) {
        if (signal?.aborted) throw stopped();
        if (late.aborted) return { failure: `no reply within ${timeout} s`, retry: true };
        return failureOf(error, secrets);
      }
    },
  };
}

const warningText = (warning: CallWarning): string =>
  warning.type === 'unsupported' || warning.type === 'compatibility'
    ? `${warning.type}: ${warning.feature}${warning.details ? ` (${warning.details})` : ''}`
    : warning.message;

interface Sdk {
  readonly generateText: typeof GenerateText;
  readonly model: Exclude<SdkModel, string>;
}

const ai = { ai: () => import('ai') };

/** Separate imports, so that only the package of the chosen provider is required. */
const sdkModels: Readonly<Record<Provider, (choice: ModelChoice) => Promise<Sdk>>> = {
  async openai({ model, key, baseUrl }) {
    const imports = { ...ai, '@ai-sdk/openai': () => import('@ai-sdk/openai') };
    const loaded = await optionalPackages('ask openai', imports);
    const { createOpenAI } = loaded['@ai-sdk/openai'];
    const settings = { ...(key && { apiKey: key }), ...(baseUrl && { baseURL: baseUrl }) };
    return { generateText: loaded.ai.generateText, model: createOpenAI(settings)(model) };
  },
  async anthropic({ model, key, baseUrl }) {
    const imports = { ...ai, '@ai-sdk/anthropic': () => import('@ai-sdk/anthropic') };
    const loaded = await optionalPackages('ask anthropic', imports);
    const { createAnthropic } = loaded['@ai-sdk/anthropic'];
    const settings = { ...(key && { apiKey: key }), ...(baseUrl && { baseURL: baseUrl }) };
    return { generateText: loaded.ai.generateText, model: createAnthropic(settings)(model) };
  },
  async google({ model, key, baseUrl }) {
    const imports = { ...ai, '@ai-sdk/google': () => import('@ai-sdk/google') };
    const loaded = await optionalPackages('ask google', imports);
    const { createGoogleGenerativeAI } = loaded['@ai-sdk/google'];
    const settings = { ...(key && { apiKey: key }), ...(baseUrl && { baseURL: baseUrl }) };
    return { generateText: loaded.ai.generateText, model: createGoogleGenerativeAI(settings)(model) };
  },
  async compatible({ model, key, baseUrl }) {
    const imports = { ...ai, '@ai-sdk/openai-compatible': () => import('@ai-sdk/openai-compatible') };
    const loaded = await optionalPackages('ask a compatible server', imports);
    const { createOpenAICompatible } = loaded['@ai-sdk/openai-compatible'];
    const settings = { name: 'compatible', baseURL: baseUrl!, ...(key && { apiKey: key }) };
    return { generateText: loaded.ai.generateText, model: createOpenAICompatible(settings)(model) };
  },
};
