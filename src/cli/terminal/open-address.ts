// Opens an address in the user's browser, where the system has a way to.
import { spawn } from 'node:child_process';

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Says so where it cannot: the address is printed anyway. */
export function openAddress(address: string): void {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  child.once('error', () => console.error(`Cannot open a browser with "${program}": open the address yourself`));
  child.unref();
}
