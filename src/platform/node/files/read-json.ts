// Reads a JSON file written by a user; errors name the file and the position.
import { readFile } from 'node:fs/promises';
import { type ErrorCode, MpaferError } from '../../../core/errors.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { readReason } from './read-reason.ts';

/** @throws MpaferError of the given code */
export async function readJson(path: string, code: ErrorCode): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new MpaferError(code, `Cannot read "${path}": ${readReason(cause)}`, { cause });
  }
  try {
    return parseJson(text);
  } catch (cause) {
    throw new MpaferError(code, `Cannot read "${path}": it is not JSON (${(cause as Error).message})`, { cause });
  }
}
