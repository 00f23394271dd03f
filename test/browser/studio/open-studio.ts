// The studio in headless Chromium, served by the job that serves it to users: what every test of it begins with.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { serveStudio } from '../../../src/jobs/studio/serve-studio.ts';
import { launchChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { builtStudio } from './built-studio.ts';

export interface StudioServer {
  /** Ends in a slash, or in the hash that names a project. */
  readonly address: string;
  /** Method, path and status of every request so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves the studio on a free port. @param project that it opens a copy of */
export async function startStudio(project?: string): Promise<StudioServer> {
  const stop = new AbortController();
  const events = serveStudio({ project, port: 0, built: await builtStudio(), signal: stop.signal });
  const { value: first } = await events.next();
  if (first?.kind !== 'listening') throw new Error('The studio is not served');
  const requests: string[] = [];
  const ended = (async () => {
    for await (const event of events)
      if (event.kind === 'request') requests.push(`${event.method} ${event.path} ${event.status}`);
  })();
  return {
    address: first.address,
    requests,
    async close() {
      stop.abort();
      await ended;
    },
  };
}

export interface OpenedStudio {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page and its workers printed as errors and warnings. */
  readonly printed: readonly string[];
  /** Violations of the policy, as directive and what was blocked. */
  readonly violations: readonly string[];
}

export interface OpenStudioOptions {
  readonly browser: Browser;
  readonly address: string;
  /** Such as `#look`. */
  readonly hash?: string;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** Opens a page and waits until the recogniser is ready. */
export async function openStudio({
  browser,
  address,
  hash = '',
  theme = 'light',
  width = 1280,
  height = 900,
}: OpenStudioOptions): Promise<OpenedStudio> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height },
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  // A machine may be slow: what is wrong shows by what is seen at last, not by when.
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  const printed: string[] = [];
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation));
  await page.addInitScript(`addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    reportViolation(violatedDirective + ' ' + blockedURI))`);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') printed.push(message.text());
  });
  page.on('pageerror', (error) => printed.push(error.message));
  await page.goto(`${address}${hash}`);
  await ready(page, printed);
  return { page, context, printed, violations };
}

/** Waits until the gate is closed and the recogniser is open. */
export async function ready(page: Page, printed: readonly string[] = []): Promise<void> {
  try {
    await page.locator('.privacy-chip[data-gate=sealed]', { hasText: 'Nothing leaves' }).waitFor({ timeout: 240_000 });
  } catch {
    const chip = await page
      .locator('.privacy-chip')
      .textContent()
      .catch(() => 'no chip');
    throw new Error(`The studio is not ready: ${chip}; ${printed.join('; ') || 'it printed nothing'}`);
  }
}

export { eventually, launchChromium };

/** What axe-core finds wrong with the page as it is, as rule and element. */
export async function axe(page: Page): Promise<readonly string[]> {
  const script = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // By the debugger: the page's policy does not let it in otherwise.
  await page.evaluate(script);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}
