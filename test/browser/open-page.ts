// A page of headless Chromium with a script of this folder bundled into it: what every test in a browser begins with.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { engineFolder } from './engine-folder.ts';
import { servePages } from './page-server.ts';

export const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export interface PageOptions {
  readonly title: string;
  /** The page's script, from this folder. */
  readonly script: string;
  /** The name of the global by which the script says that it has started. */
  readonly global: string;
  /** Contents by path, beside the page and its scripts. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Folders by path, beside the runtime's. */
  readonly folders?: Readonly<Record<string, string>>;
  /** The content security policy that the server sends; without one anything is allowed. */
  readonly policy?: string;
  /** With WebGPU, on a software device. */
  readonly gpu?: boolean;
  /** With WebGL, drawn by the processor. */
  readonly webgl?: boolean;
}

export interface OpenPage {
  readonly page: Page;
  /** What the page printed, including errors. */
  readonly printed: readonly string[];
  /** Violations of the policy, as directive and blocked resource. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

const startWithin = 60_000;

/** Bundles the script, serves it with the engine's files in `/mpafer`, and opens the page once its script runs. */
export async function openPage({
  title,
  script,
  global,
  files = {},
  folders = {},
  policy,
  gpu = false,
  webgl = false,
}: PageOptions): Promise<OpenPage> {
  const outdir = pathOf('./page');
  const { outputFiles } = await build({
    entryPoints: { page: pathOf(script) },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir,
    write: false,
    logLevel: 'error',
  });
  const served = new Map<string, string | Uint8Array>([
    ['/index.html', `<!doctype html><title>${title}</title><script type="module" src="/page.js"></script>`],
    ...(await engineFolder('/mpafer/')),
    ...Object.entries(files),
    ...outputFiles.map(({ path, contents }): [string, Uint8Array] => [path.slice(outdir.length), contents]),
  ]);
  const server = await servePages(
    served,
    { '/onnxruntime': pathOf('../../node_modules/onnxruntime-web/dist'), ...folders },
    policy,
  );
  const browser = await launchChromium({ gpu, webgl });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  const page = await browser.newPage();
  const printed: string[] = [];
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation));
  await page.addInitScript(`addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    reportViolation(violatedDirective + ' ' + blockedURI))`);
  page.on('console', (message) => printed.push(message.text()));
  page.on('pageerror', (error) => printed.push(error.message));
  await page.goto(server.url);
  try {
    await page.waitForFunction((name) => name in globalThis, global, { timeout: startWithin });
  } catch {
    await close();
    throw new Error(`The page did not start: ${printed.join('; ') || 'it printed nothing'}`);
  }
  return { page, printed, violations, close };
}
