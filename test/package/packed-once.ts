// Packs the package and installs it once for all files of a run: `node --test --test-global-setup` with this file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installed, installPackage, packPackage } from './installed.ts';

const folder = mkdtempSync(join(tmpdir(), 'mpafer-packed-'));
let installed: Installed | undefined;

export function globalSetup(): void {
  const tarball = packPackage(folder);
  installed = installPackage(tarball, ['--ignore-scripts']);
  // The files of the run inherit these, and `installed.ts` reads them.
  process.env.MPAFER_TARBALL = tarball;
  process.env.MPAFER_INSTALLED = installed.folder;
}

export function globalTeardown(): void {
  installed?.remove();
  rmSync(folder, { recursive: true, force: true });
}
