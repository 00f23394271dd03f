// A disk that fails where a test wants it to: functions of the file system replaced, also in modules that have imported them.
import { promises as files } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { TestContext } from 'node:test';

export type Handle = Awaited<ReturnType<typeof files.open>>;

/** What the system says of a full disk, or of another failure by its code. */
export const full = (code = 'ENOSPC'): Error => Object.assign(new Error('refused'), { code });

/** Replaces until the returned function is called, or the test ends. */
export function replaceFiles(t: TestContext, methods: Partial<typeof files>): () => void {
  const mocks = Object.entries(methods).map(([name, method]) =>
    t.mock.method(files, name as 'open', method as typeof files.open),
  );
  syncBuiltinESMExports();
  const restore = () => {
    for (const { mock } of mocks) mock.restore();
    syncBuiltinESMExports();
  };
  t.after(restore);
  return restore;
}

/** `open` that changes the handles of some files. */
export const openingFiles = (which: (path: string) => boolean, change: (handle: Handle) => void): typeof files.open => {
  const { open } = files;
  return (async (...args: Parameters<typeof open>) => {
    const handle = await open(...args);
    if (which(String(args[0]))) change(handle);
    return handle;
  }) as typeof files.open;
};
