// Runs the Python example of docs/server.md against a server. The tests run the others: they need no Python.
import { execFile } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer } from '../../../test/support/running-server.ts';

const usualAddress = 'http://127.0.0.1:8080';

/** @param folder where its photo is put */
export async function pythonExample(folder: string): Promise<boolean> {
  const page = await readFile('docs/server.md', 'utf8');
  const [, code] = /```python\n([\s\S]*?)```/.exec(page)!;
  await copyFile('assets/portraits/astronaut.png', join(folder, 'photo.jpg'));
  const server = await startServer([]);
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', code!.replaceAll(usualAddress, server.address)], {
      cwd: folder,
    });
    console.log(`\nThe Python example prints: ${stdout.trim()}`);
    return stdout.includes('happiness');
  } catch (error) {
    console.log(`\nThe Python example failed: ${(error as Error).message}`);
    return false;
  } finally {
    server.child.kill('SIGTERM');
    await server.ended;
  }
}
