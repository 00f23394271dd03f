// The interface of a language model: one request, one reply or failure.

/** Everything that is sent to a model. It learns nothing of a user's data but class names. */
export interface ModelRequest {
  /** How to answer (the system prompt). */
  readonly instructions: string;
  readonly prompt: string;
  readonly temperature: number;
  /** Maximum number of tokens of the reply, reasoning included. */
  readonly maxTokens: number;
}

export interface ModelReply {
  /** The reply, unchanged. */
  readonly text: string;
  /** Why the model stopped: `stop`, `length` (cut off), `content-filter`, or another word of the provider. */
  readonly finish: string;
  /** The model according to the reply: a name such as "gpt-4o" stands for a dated version. */
  readonly model: string;
  /** ISO 8601. */
  readonly date: string;
  /** Remarks of the provider's software, e.g. that the model takes no temperature. */
  readonly warnings: readonly string[];
}

/** Why there is no reply, and whether retrying can help. */
export interface ModelFailure {
  /** What was found, in words and without any key. */
  readonly failure: string;
  readonly retry: boolean;
  /** Seconds that the server asks to wait. */
  readonly after?: number | undefined;
}

export interface LanguageModel {
  /** Sends one request, once. A failure is returned; only an aborted signal throws. */
  ask(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply | ModelFailure>;
}
