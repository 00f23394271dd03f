// The contract with a language model: one question, one reply, or the reason why there is none.

/** Everything that a model is sent. Class names are all that it learns about a user's data. */
export interface ModelRequest {
  /** How to answer (the system prompt). */
  readonly instructions: string;
  readonly prompt: string;
  readonly temperature: number;
  /** Most tokens of the reply, a reasoning model's thoughts among them. */
  readonly maxTokens: number;
}

export interface ModelReply {
  /** As it came. */
  readonly text: string;
  /** Why the model stopped: `stop`, `length` (cut off), `content-filter`, or a word of the provider's own. */
  readonly finish: string;
  /** The model that answered, by its own account: a name such as "gpt-4o" stands for a dated version. */
  readonly model: string;
  /** ISO 8601. */
  readonly date: string;
  /** What the provider's software remarked, e.g. that the model takes no temperature. */
  readonly warnings: readonly string[];
}

/** No reply, and whether asking again can help. */
export interface ModelFailure {
  /** What was found, for people; holds no key. */
  readonly failure: string;
  readonly retry: boolean;
  /** Seconds that the server asks to wait. */
  readonly after?: number | undefined;
}

export interface LanguageModel {
  /** Sends one request, once. A failure is returned; only an aborted signal throws. */
  ask(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply | ModelFailure>;
}
