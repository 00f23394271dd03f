// A project of a user: the installed package, the files of a page of the docs, commands and servers in it, and a browser that looks.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../browser/chromium.ts';
import { environment, type Installed } from '../installed.ts';

export interface Project {
  readonly folder: string;
  /** Runs a command line to its end; throws with its output where it fails. */
  shell(command: string): Promise<string>;
  /** Starts a server; resolves to how to stop it once `address` answers. */
  serve(command: string, address: string): Promise<() => Promise<void>>;
}

/** A folder below the installation, so that it finds the package as a workspace would. */
export function projectIn({ folder: parent }: Installed, name: string, face = 'public/face.png'): Project {
  const folder = join(parent, name);
  mkdirSync(dirname(join(folder, face)), { recursive: true });
  copyFileSync(join(parent, 'node_modules/mpafer/assets/portraits/astronaut-face.png'), join(folder, face));
  // `npx` looks for programs in the project itself.
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(parent, 'node_modules/.bin'), join(folder, 'node_modules/.bin'));
  return projectAt(folder);
}

export function projectAt(folder: string): Project {
  const start = (command: string) =>
    spawn('bash', ['-c', command], {
      cwd: folder,
      env: { ...environment(), NEXT_TELEMETRY_DISABLED: '1' },
      detached: true,
    });
  return {
    folder,
    shell: (command) =>
      new Promise((resolve, reject) => {
        const child = start(command);
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
        child.on('close', (code) =>
          code === 0 ? resolve(output) : reject(new Error(`"${command}" ended with ${code}: ${output.slice(-3000)}`)),
        );
      }),
    async serve(command, address) {
      const child = start(command);
      let output = '';
      let ended = false;
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
      const end = new Promise<void>((resolve) =>
        child.on('close', () => {
          ended = true;
          resolve();
        }),
      );
      const stop = async () => {
        // The whole group: package runners start the server as a child of theirs.
        if (!ended) process.kill(-child.pid!, 'SIGTERM');
        await end;
      };
      for (const until = Date.now() + 120_000; !(await answers(address)); ) {
        if (ended || Date.now() > until) {
          await stop();
          throw new Error(`"${command}" does not answer at ${address}: ${output.slice(-3000)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return stop;
    },
  };
}

const answers = (address: string): Promise<boolean> =>
  fetch(address).then(
    () => true,
    () => false,
  );

export interface Seen {
  /** What the page shows in its `<output>`. */
  readonly shown: string;
  /** Paths and sizes of what it fetched. */
  readonly fetched: readonly string[];
  readonly printed: readonly string[];
}

let browser: Promise<Browser> | undefined;

/** Opens a page and waits until it shows something. */
export async function look(address: string): Promise<Seen> {
  browser ??= launchChromium();
  const page = await (await browser).newPage();
  const fetched: string[] = [];
  const printed: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  page.on('console', (message) => printed.push(message.text()));
  page.on('pageerror', (error) => printed.push(error.message));
  try {
    await page.goto(address);
    const output = page.locator('output:not(:empty)');
    await output.waitFor({ timeout: 120_000 });
    return { shown: (await output.textContent()) ?? '', fetched, printed };
  } catch (error) {
    throw new Error(`${address} shows nothing: ${printed.join('; ')}`, { cause: error });
  } finally {
    await page.close();
  }
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
