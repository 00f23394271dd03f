// The files that a page of docs/ways-in tells its readers to paste, and the commands that it tells them to run.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { repository } from '../installed.ts';

export interface WayIn {
  /** Contents by path, as in "`src/main.js`:" before a block. */
  readonly files: ReadonlyMap<string, string>;
  /** The lines of its shell blocks, without comments. */
  readonly commands: readonly string[];
}

export function wayIn(name: string): WayIn {
  const text = readFileSync(join(repository, 'docs/ways-in', `${name}.md`), 'utf8');
  const files = new Map<string, string>();
  for (const [, path, content] of text.matchAll(/^`([^`\s]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm)) {
    if (files.has(path!)) throw new Error(`${name}.md has two files ${path}`);
    files.set(path!, content!);
  }
  const commands = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => block!.trim().split('\n'));
  return { files, commands };
}

/** Writes the files of a page, or those that are named, below a folder. */
export async function writePage(name: string, folder: string, only?: readonly string[]): Promise<void> {
  const { files } = wayIn(name);
  for (const path of only ?? files.keys()) {
    const content = files.get(path);
    if (content === undefined) throw new Error(`${name}.md has no file ${path}`);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
