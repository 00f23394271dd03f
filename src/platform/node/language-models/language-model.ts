// Language models by the AI SDK: OpenAI, Anthropic, Google, and any server that speaks OpenAI's protocol.
import type { CallWarning, LanguageModel as SdkModel } from 'ai';
import type { LanguageModel, ModelReply } from '../../../descriptions/language-model.ts';
import type { ModelChoice, Provider } from './choose-model.ts';
import { failureOf, redacted } from './model-failure.ts';
import { stopped } from './wait.ts';

/** Loads the provider's part of the SDK, which no other command needs, and connects nothing yet. @param timeout seconds a request may take */
export async function openLanguageModel(choice: ModelChoice, timeout: number): Promise<LanguageModel> {
  // Its warnings are part of the reply; by itself the SDK would print them.
  (globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;
  const { generateText } = await import('ai');
  const model = await sdkModels[choice.provider](choice);
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
          // Waiting and asking again is the caller's, who keeps count over all requests.
          maxRetries: 0,
          include: { responseBody: true },
          telemetry: { isEnabled: false },
          // OpenAI would keep questions and answers otherwise.
          providerOptions: { openai: { store: false } },
          abortSignal: signal === undefined ? late : AbortSignal.any([signal as globalThis.AbortSignal, late]),
        });
        const { modelVersion } = (result.response.body ?? {}) as { modelVersion?: string };
        return {
          text: redacted(result.text, secrets),
          finish: result.finishReason,
          // Google's dated version is in its reply only.
          model: modelVersion ?? result.response.modelId,
          date: new Date().toISOString(),
          warnings: (result.warnings ?? []).map(warningText),
        } satisfies ModelReply;
      } catch (error) {
        if (signal?.aborted) throw stopped();
        if (late.aborted) return { failure: `no answer within ${timeout} s`, retry: true };
        return failureOf(error, secrets);
      }
    },
  };
}

const warningText = (warning: CallWarning): string =>
  warning.type === 'unsupported' || warning.type === 'compatibility'
    ? `${warning.type}: ${warning.feature}${warning.details ? ` (${warning.details})` : ''}`
    : warning.message;

/** Each with its own import, so that only the chosen provider is loaded. */
const sdkModels: Readonly<Record<Provider, (choice: ModelChoice) => Promise<Exclude<SdkModel, string>>>> = {
  async openai({ model, key, baseUrl }) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI({ ...(key && { apiKey: key }), ...(baseUrl && { baseURL: baseUrl }) })(model);
  },
  async anthropic({ model, key, baseUrl }) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ ...(key && { apiKey: key }), ...(baseUrl && { baseURL: baseUrl }) })(model);
  },
  async google({ model, key, baseUrl }) {
    const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
    return createGoogleGenerativeAI({ ...(key && { apiKey: key }), ...(baseUrl && { baseURL: baseUrl }) })(model);
  },
  async compatible({ model, key, baseUrl }) {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
    return createOpenAICompatible({ name: 'compatible', baseURL: baseUrl!, ...(key && { apiKey: key }) })(model);
  },
};
