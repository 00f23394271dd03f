// Runs command lines in sequence in one process, and writes how each ended: node run-commands.ts COMMANDS.json RESULTS.json
import { readFileSync, writeFileSync } from 'node:fs';
import { main } from '../../src/cli/main.ts';

const [commands, results] = process.argv.slice(2) as [string, string];
const codes: number[] = [];
for (const args of JSON.parse(readFileSync(commands, 'utf8')) as readonly (readonly string[])[]) {
  process.exitCode = 0;
  console.error(`\n> mpafer ${args.join(' ')}`);
  await main([process.execPath, 'mpafer', ...args]);
  codes.push(Number(process.exitCode));
}
writeFileSync(results, JSON.stringify(codes));
process.exitCode = 0;
