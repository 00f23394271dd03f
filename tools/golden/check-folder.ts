// Checks one folder of references: reference values, token ids, or both.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MpaferError } from '../../src/core/errors.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { checkModel } from './check-model.ts';
import { checkTokenizer } from './check-tokenizer.ts';
import { printTable } from './report.ts';

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** Prints one line per quantity. A folder that cannot be checked counts as one failure, with the reason. */
export async function checkFolder(folder: string, engine: Engine, print: (line: string) => void): Promise<Count> {
  let [passed, failed] = [0, 0];
  const add = (count: Count) => {
    passed += count.passed;
    failed += count.failed;
  };
  try {
    const has = (file: string) => existsSync(join(folder, file));
    if (!existsSync(folder)) throw new MpaferError('data', `Cannot check "${folder}": there is no such folder`);
    if (!has('meta.json') && !has('ids.jsonl'))
      throw new MpaferError('data', `Cannot check "${folder}": it has neither meta.json nor ids.jsonl`);
    if (has('ids.jsonl')) add(checkTokenizer(folder, print));
    if (has('meta.json')) add(printTable(await checkModel(folder, engine), print));
  } catch (error) {
    if (!(error instanceof MpaferError)) throw error;
    print(`FAIL  ${error.message}${error.hint === undefined ? '' : `. ${error.hint}`}`);
    failed++;
  }
  return { passed, failed };
}
