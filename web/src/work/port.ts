// Calls into a worker as messages: what goes there, and what comes back.
import type { ErrorCode } from 'mpafer';

/** What a task's function is handed beside its input. */
export interface WorkContext {
  /** Address of the folder `mpafer/`, for openRecogniser, browserEngine and fetchedModelFolder. */
  readonly assets: string;
  /** Aborted when the caller gives up. */
  readonly signal: AbortSignal;
  /** Sends progress to the caller's `onProgress`. */
  report(progress: unknown): void;
}

/** A function of a task: one answer, or a stream that is read item by item. */
export type TaskFunction = (
  input: never,
  context: WorkContext,
) => Promise<unknown> | AsyncGenerator<unknown, unknown, undefined>;

export type Task = Readonly<Record<string, TaskFunction>>;

/** To the worker. `id` belongs to one call. */
export type WorkRequest =
  | { readonly kind: 'task'; readonly name: string; readonly assets: string }
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  /** The next item of a stream is wanted. */
  | { readonly kind: 'next'; readonly id: number }
  /** No more is wanted. */
  | { readonly kind: 'stop'; readonly id: number };

/** To the page. */
export type WorkReply =
  | WorkAnswer
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: SentFailure };

/** An item of a stream, or what a call or stream ends with. */
export interface WorkAnswer {
  readonly kind: 'item' | 'end';
  readonly id: number;
  readonly value: unknown;
}

/** An error as it crosses. */
export interface SentFailure {
  /** Absent for a bug. */
  readonly code?: ErrorCode | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
}

const moved = new WeakMap<object, readonly Transferable[]>();

/** Marks what is moved, not copied, when the value crosses. */
export function transfer<T extends object>(value: T, what: readonly Transferable[]): T {
  moved.set(value, what);
  return value;
}

/** What is to be moved with a value. */
export const transferOf = (value: unknown): Transferable[] =>
  typeof value === 'object' && value !== null ? [...(moved.get(value) ?? [])] : [];
