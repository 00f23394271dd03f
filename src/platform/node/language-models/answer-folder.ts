// Caches answers of language models in a folder, one file each, so that nothing is asked twice.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AnswerStore } from '../../../descriptions/answers.ts';
import { readStoredAnswer, writeStoredAnswer } from '../../../descriptions/stored-answer.ts';
import { makeFolder } from '../files/make-folder.ts';
import { requireWritable, writeFile } from '../files/write-file.ts';

/** Any number of processes may share a folder: files are written atomically. @throws MpaferError `disk` */
export const answerFolder = (folder: string): AnswerStore => ({
  async prepare() {
    await makeFolder(folder);
    await requireWritable(join(folder, 'answer.json'));
  },
  async get(key) {
    const text = await readFile(join(folder, `${key}.json`), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : readStoredAnswer(text, key);
  },
  put: (answer) => writeFile(join(folder, `${answer.key}.json`), writeStoredAnswer(answer)),
});

/** `MPAFER_CACHE`, else the user's cache folder on this system. */
export function defaultAnswerFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const caches =
    environment.XDG_CACHE_HOME ||
    (process.platform === 'win32' && environment.LOCALAPPDATA) ||
    (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));
  return join(environment.MPAFER_CACHE || join(caches, 'mpafer'), 'answers');
}
