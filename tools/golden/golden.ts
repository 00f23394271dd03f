// `npm run golden -- DIR [DIR ...]`: checks every quantity against PyTorch references; exit 0 only when all are within tolerance.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTokenizer } from '../../src/clip/tokenizer.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { checkModel } from './check-model.ts';
import { printTable } from './report.ts';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Usage: npm run golden -- DIR [DIR ...], each laid out as docs/golden.md tells');
  process.exit(2);
}
let [passed, failed] = [0, 0];
for (const folder of folders) {
  console.log(`\n${folder}`);
  const result = existsSync(join(folder, 'ids.jsonl')) ? checkTokenizer(folder) : await checkNumbers(folder);
  passed += result.passed;
  failed += result.failed;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function checkNumbers(folder: string) {
  if (!existsSync(join(folder, 'meta.json'))) {
    console.log('FAIL  it has neither meta.json nor ids.jsonl');
    return { passed: 0, failed: 1 };
  }
  const engine = nodeEngine();
  try {
    return printTable(await checkModel(folder, engine), console.log);
  } finally {
    await engine.close();
  }
}

function checkTokenizer(folder: string) {
  const tokenizer = createTokenizer(JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')));
  const lines = readFileSync(join(folder, 'ids.jsonl'), 'utf8').split('\n').filter(Boolean);
  let wrong = 0;
  for (const line of lines) {
    const { text, ids } = JSON.parse(line) as { text: string; ids: number[] };
    if (tokenizer.encode(text).join() === ids.join()) continue;
    wrong++;
    if (wrong <= 3) console.log(`FAIL  ${JSON.stringify(text)}: ${tokenizer.encode(text)}, must be ${ids}`);
  }
  console.log(
    `${wrong === 0 ? 'ok  ' : 'FAIL'}  tokenizer                    ${lines.length - wrong} of ${lines.length} texts exact`,
  );
  return { passed: lines.length - wrong, failed: wrong };
}
