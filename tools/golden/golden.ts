// `npm run golden -- DIR [DIR ...]`: checks every quantity against PyTorch references; exit 0 only when all are within tolerance.
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { checkFolder } from './check-folder.ts';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Usage: npm run golden -- DIR [DIR ...], each in the layout of docs/golden.md');
  process.exit(2);
}
const engine = nodeEngine();
let [passed, failed] = [0, 0];
for (const folder of folders) {
  console.log(`\n${folder}`);
  const count = await checkFolder(folder, engine, console.log);
  passed += count.passed;
  failed += count.failed;
}
await engine.close();
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
