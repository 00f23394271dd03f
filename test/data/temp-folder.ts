// A folder of files for one test, in the layout the test gives, taken away when the test ends.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import sharp from 'sharp';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A value of the record is a file's content; a path that ends in `/` is an empty folder. */
export async function tempFolder(context: TestContext, files: Files): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'mpafer-data-'));
  context.after(() => rm(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (!name.endsWith('/')) await writeFile(path, content);
  }
  return root.replaceAll('\\', '/');
}

/** A PNG of one grey, as the datasets hold them. */
export const greyPng = async (grey: number, side = 48): Promise<Uint8Array> =>
  sharp(Buffer.alloc(side * side, grey), { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();

/** Names from a pattern: `numbered(3, (n) => `a/${n}.png`)`, all with the same content. */
export const numbered = (
  count: number,
  name: (index: number) => string,
  content: Uint8Array,
): Record<string, Uint8Array> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), content]));
