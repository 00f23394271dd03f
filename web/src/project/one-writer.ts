// One tab writes a project: whoever holds its lock. A second tab reads, and takes over when the first is closed.

export interface OneWriter {
  /**
   * Gives up the project before, and asks for this one.
   *
   * @returns whether this tab may write; otherwise `onTakeOver` is called once the other tab is closed
   */
  claim(name: string): Promise<boolean>;
  /** Runs while no tab, this one included, has the project open. @returns false where one has */
  whileUnused(name: string, action: () => Promise<void>): Promise<boolean>;
  release(): void;
}

const keyOf = (name: string): string => `mpafer-project ${name}`;

export interface OneWriterOptions {
  /** Whether this tab still shows the project, and waits for it. */
  isWanted(name: string): boolean;
  /** This tab may write now: the files may have changed. */
  onTakeOver(name: string): Promise<void>;
}

export function oneWriter({ isWanted, onTakeOver }: OneWriterOptions): OneWriter {
  let free: (() => void) | undefined;
  const release = (): void => {
    free?.();
    free = undefined;
  };
  const hold = (): Promise<void> =>
    new Promise((done) => {
      free = done;
    });
  return {
    release,
    async claim(name) {
      release();
      if (navigator.locks === undefined) return true;
      const mine = await new Promise<boolean>((answer) => {
        void navigator.locks.request(keyOf(name), { ifAvailable: true }, async (got) => {
          answer(got !== null);
          if (got !== null) await hold();
        });
      });
      if (!mine) {
        void navigator.locks.request(keyOf(name), async () => {
          if (!isWanted(name)) return;
          const held = hold();
          await onTakeOver(name);
          await held;
        });
      }
      return mine;
    },
    async whileUnused(name, action) {
      if (navigator.locks === undefined) {
        await action();
        return true;
      }
      return navigator.locks.request(keyOf(name), { ifAvailable: true }, async (got) => {
        if (got !== null) await action();
        return got !== null;
      });
    },
  };
}
