// How far a call of the worker is.
/** What a call sends by `context.report` while it works. */
export interface WorkProgress {
  readonly what: string;
  readonly done: number;
  readonly of?: number | undefined;
}
