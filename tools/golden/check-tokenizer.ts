// Checks token ids, exactly, against a folder of texts and their ids.
import * as z from 'zod';
import { createTokenizer } from '../../src/clip/tokenizer.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { readBytes, readJson } from './reference-file.ts';

/** Counts the texts of `ids.jsonl` that the folder's `tokenizer.json` reproduces exactly, and prints the first few that it does not. */
export function checkTokenizer(folder: string, print: (line: string) => void): { passed: number; failed: number } {
  const tokenizer = createTokenizer(readJson(folder, 'tokenizer.json', z.unknown()));
  const lines = new TextDecoder().decode(readBytes(folder, 'ids.jsonl')).split('\n').filter(Boolean);
  let failed = 0;
  lines.forEach((line, index) => {
    const { text, ids } = parse(line, `${folder}/ids.jsonl`, index + 1);
    const found = tokenizer.encode(text);
    if (found.join() === ids.join()) return;
    failed++;
    if (failed <= 3) print(`FAIL  ${JSON.stringify(text)}: found ${found}; expected ${ids}`);
  });
  const passed = lines.length - failed;
  print(`${failed === 0 && passed > 0 ? 'ok  ' : 'FAIL'}  tokenizer: ${passed} of ${lines.length} texts exact`);
  return { passed, failed };
}

const lineSchema = z.object({ text: z.string(), ids: z.array(z.int()) });

function parse(line: string, file: string, number: number): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    throw new MpaferError('data', `Cannot read "${file}" line ${number}: expected {"text": "...", "ids": [...]}`);
  }
}
