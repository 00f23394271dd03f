// What the page and its gate say to each other.

/** To the gate. `fill` comes with a port for its events. */
export type GateMessage = { readonly kind: 'fill' } | { readonly kind: 'replace' };

/** On the port of `fill`: bytes. */
export type FillEvent =
  | { readonly kind: 'progress'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'filled' }
  | { readonly kind: 'failed'; readonly reason: string };

/** From the gate to every page: a request that it did not let out. */
export interface GateNotice {
  readonly kind: 'refused';
  /** Method and address. */
  readonly request: string;
}
