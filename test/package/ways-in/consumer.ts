// A project with packages of its own beside this one, installed from the registry: for the tests of `npm run test:consumers`.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installed, installPackage, packPackage } from '../installed.ts';
import { type Project, projectAt } from './project.ts';

export interface Consumer extends Project {
  remove(): void;
}

/** @param packages with versions, such as `vite@6` */
export function consumerWith(packages: readonly string[]): Consumer {
  const packed = mkdtempSync(join(tmpdir(), 'mpafer-packed-'));
  const installed: Installed = installPackage(packPackage(packed), [
    '--ignore-scripts',
    '--legacy-peer-deps',
    ...packages,
  ]);
  const { folder } = installed;
  mkdirSync(join(folder, 'public'));
  copyFileSync(
    join(folder, 'node_modules/mpafer/assets/portraits/astronaut-face.png'),
    join(folder, 'public/face.png'),
  );
  return {
    ...projectAt(folder),
    remove() {
      installed.remove();
      rmSync(packed, { recursive: true });
    },
  };
}

/** A port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
