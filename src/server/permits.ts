// Admission: a request takes a permit, for itself and for the bytes of its body, before a byte of the body is read.

export interface Permits {
  /** Undefined when there is no room for one more request, or for so many bytes. */
  take(bytes: number): Permit | undefined;
  /** Requests that hold one. */
  readonly taken: number;
  /** Bytes that they reserve. */
  readonly bytes: number;
  /** Resolves once nobody holds one. */
  idle(): Promise<void>;
}

export interface Permit {
  /** Gives back what the body, now that it is there, does not need. */
  shrink(bytes: number): void;
  /** A second time does nothing. */
  release(): void;
}

export function createPermits({ requests, memory }: { readonly requests: number; readonly memory: number }): Permits {
  let [taken, reserved] = [0, 0];
  let idlers: (() => void)[] = [];
  return {
    get taken() {
      return taken;
    },
    get bytes() {
      return reserved;
    },
    take(bytes) {
      if (taken >= requests || reserved + bytes > memory) return undefined;
      taken++;
      reserved += bytes;
      let own = bytes;
      let held = true;
      return {
        shrink(needed) {
          if (!held || needed >= own) return;
          reserved -= own - needed;
          own = needed;
        },
        release() {
          if (!held) return;
          held = false;
          taken--;
          reserved -= own;
          if (taken > 0) return;
          for (const resolve of idlers) resolve();
          idlers = [];
        },
      };
    },
    idle: () => (taken === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}
