// Every error of the server: an HTTP status, a code for programs and a sentence for people (RFC 9457).

/** Code of each problem, with its status and the title of its kind. */
export const problemKinds = {
  'malformed-request': { status: 400, title: 'The request is malformed' },
  'malformed-body': { status: 400, title: 'The body is malformed' },
  unauthorised: { status: 401, title: 'A token is needed' },
  'origin-not-allowed': { status: 403, title: 'Pages of this origin may not ask' },
  'not-found': { status: 404, title: 'There is no such path' },
  'method-not-allowed': { status: 405, title: 'The path has no such method' },
  'upload-too-slow': { status: 408, title: 'The body arrives too slowly' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'picture-too-large': { status: 413, title: 'A picture is too large' },
  'too-many-pictures': { status: 413, title: 'There are too many pictures' },
  'unsupported-media-type': { status: 415, title: 'The body is of another type' },
  'host-not-allowed': { status: 421, title: 'The server does not go by this name' },
  'unknown-field': { status: 422, title: 'A field is unknown' },
  'wrong-value': { status: 422, title: 'A field has a wrong value' },
  'no-picture': { status: 422, title: 'There is no picture' },
  'not-explainable': { status: 422, title: 'The recogniser cannot be explained' },
  'unreadable-pictures': { status: 422, title: 'No picture could be read' },
  busy: { status: 429, title: 'The server is busy' },
  'client-gone': { status: 499, title: 'The client left' },
  'recognition-failed': { status: 500, title: 'Recognition failed' },
  internal: { status: 500, title: 'The server has a bug' },
  loading: { status: 503, title: 'The model is being loaded' },
  draining: { status: 503, title: 'The server is about to stop' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problemKinds;

interface ProblemOptions {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** More members of the answer. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A refusal: the message says what was attempted, what was found and what is expected. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, message: string, options: ProblemOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.options = options;
  }
}

/** The answer to a request that was refused. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { code, message, options } = problem;
  const { hint, retryAfter, headers, extra } = options;
  const { status, title } = problemKinds[code];
  const body = {
    type: 'about:blank',
    title,
    status,
    code,
    detail: message,
    ...(hint !== undefined && { hint }),
    requestId,
    ...extra,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...headers,
    },
  });
}
