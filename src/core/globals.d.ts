// The few globals that Node and every browser share and that portable code may use; TypeScript's `lib` has no entry for them.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: (event: unknown) => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: (event: unknown) => void): void;
}
declare const crypto: {
  readonly subtle: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> };
};
declare function structuredClone<T>(value: T): T;
declare function atob(text: string): string;
