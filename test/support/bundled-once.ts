// Bundles the command line once for all files of a run, as the package has it: `node --test --test-global-setup` with this file.
// A start from hundreds of TypeScript modules takes three times as long, and the tests start it hundreds of times.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommandLine } from '../../tools/bundle-command-line.ts';

/** As deep as in the package, so that it finds the files of this clone; not in `dist`, which a build empties. */
const folder = fileURLToPath(new URL(`../../node_modules/.tested-${process.pid}`, import.meta.url));

const start = `import { enableCompileCache } from 'node:module';
enableCompileCache();
const { main } = await import('./main.js');
await main(process.argv);
`;

export async function globalSetup(): Promise<void> {
  await bundleCommandLine(join(folder, 'bundle'));
  const program = join(folder, 'bundle/start.js');
  writeFileSync(program, start);
  // The files of the run inherit it, and `command-line.ts` reads it.
  process.env.MPAFER_TESTED = program;
}

export function globalTeardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
