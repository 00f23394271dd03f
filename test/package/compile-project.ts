// A user's project compiled by several versions of TypeScript.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** This repository's compiler, and the older one that its checker of packages comes with. */
export const compilers = [
  dirname(require.resolve('typescript/package.json')),
  dirname(createRequire(require.resolve('@arethetypeswrong/core')).resolve('typescript/package.json')),
].map((folder) => ({
  version: (require(join(folder, 'package.json')) as { version: string }).version,
  program: join(folder, 'bin/tsc'),
}));

/**
 * Compiles files of a folder, strictly, with the declarations of the packages that they import.
 *
 * @returns the compiler's errors, or nothing
 */
export function errorsOf(program: string, folder: string, files: readonly string[], options: object): string {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'esnext', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    ...options,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  try {
    return execFileSync(process.execPath, [program, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
