// Loads optional packages when they are used; if one is missing, the error says how to install it.
import { readFileSync } from 'node:fs';
import { MpaferError } from '../../../core/errors.ts';
import { packageFile } from '../../../engine/node/package-files.ts';

/** Packages with the imports that load them. */
export type Imports = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Loads packages concurrently.
 *
 * @param purpose what they are for, to follow "Cannot "
 * @throws MpaferError `host` that names those which are not installed
 */
export async function optionalPackages<T extends Imports>(
  purpose: string,
  imports: T,
): Promise<{ readonly [Name in keyof T]: Awaited<ReturnType<T[Name]>> }> {
  const names = Object.keys(imports);
  const loaded = await Promise.allSettled(names.map((name) => imports[name]!()));
  const failures = loaded.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const broken = failures.find((cause) => (cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND');
  if (broken !== undefined) throw broken;
  if (failures.length > 0) {
    const missing = names.filter((_, index) => loaded[index]!.status === 'rejected').map((name) => `"${name}"`);
    const verb = missing.length === 1 ? 'is' : 'are';
    throw new MpaferError('host', `Cannot ${purpose}: ${missing.join(' and ')} ${verb} not installed`, {
      hint: `Install with: npm install ${names.map(installName).join(' ')}`,
      cause: failures[0],
    });
  }
  const values = loaded.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
  return Object.fromEntries(names.map((name, index) => [name, values[index]])) as {
    readonly [Name in keyof T]: Awaited<ReturnType<T[Name]>>;
  };
}

/** With the major version that this package supports: `ai@7`. */
function installName(name: string): string {
  const { peerDependencies } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
    readonly peerDependencies: Readonly<Record<string, string>>;
  };
  const [major] = /\d+/.exec(peerDependencies[name] ?? '') ?? [];
  return major === undefined ? name : `${name}@${major}`;
}
