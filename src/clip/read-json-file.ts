// A JSON file of a model folder, or an error that names it.
import { type ErrorCode, MpaferError } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { standInOf } from '../core/stand-in.ts';
import type { ModelFolder } from './model-folder.ts';

/** @throws MpaferError of the given code when the file is not UTF-8 or not JSON */
export async function readJsonFile(folder: ModelFolder, file: string, code: ErrorCode): Promise<unknown> {
  const bytes = await folder.read(file);
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    refuseStandIn(bytes, folder, file, code, cause);
    const reason = cause instanceof SyntaxError ? `not valid JSON, ${cause.message}` : 'not UTF-8 text';
    throw new MpaferError(code, `Cannot read "${file}" of "${folder.name}": it is ${reason}`, { cause });
  }
}

/** @throws MpaferError of the given code when the file is a stand-in for the real one */
export function refuseStandIn(
  bytes: Uint8Array,
  folder: ModelFolder,
  file: string,
  code: ErrorCode,
  cause?: unknown,
): void {
  const standIn = standInOf(bytes);
  if (standIn === undefined) return;
  throw new MpaferError(code, `Cannot read "${file}" of "${folder.name}": ${standIn.found}`, {
    hint: standIn.hint,
    cause,
  });
}
