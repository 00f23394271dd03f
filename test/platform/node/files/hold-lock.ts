// A process of its own for the tests of locks: FOLDER, then PID and PID namespace that it is to believe of itself, if any.
// Says "ready", takes the lock at the first input, says what came of it and holds on until it is killed.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder, pid, namespace] = process.argv.slice(2);
if (pid !== undefined) {
  Object.defineProperty(process, 'pid', { value: Number(pid) });
  const { readlinkSync } = fs;
  fs.readlinkSync = ((path: string) =>
    path === '/proc/self/ns/pid' ? namespace : readlinkSync(path)) as typeof fs.readlinkSync;
  syncBuiltinESMExports();
}
const { lockFolder } = await import('../../../../src/platform/node/files/lock.ts');
setInterval(() => {}, 60_000);
console.log('ready');
process.stdin.once('data', () =>
  lockFolder(folder!, (line) => console.error(line)).then(
    () => console.log('mine'),
    (error: { code: string; message: string }) => console.log(`${error.code}: ${error.message}`),
  ),
);
