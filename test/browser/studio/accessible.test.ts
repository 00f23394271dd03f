// Every room, empty, filled and at work, in light and dark: no finding of axe, nothing wider than a small screen, and no jump while it loads.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { workshop } from '../../support/workshop.ts';
import { everyRoom } from './every-room.ts';
import { axe, openStudio } from './open-studio.ts';
import { testedStudio } from './tested-studio.ts';

const shop = await workshop();
const { page, browser, server, show, violations, printed } = await testedStudio({ hash: '#look' });

/** How far what is shown was moved by what came later, by the measure of the Layout Instability API. */
async function jumpsOf(hash: string, width: number): Promise<number> {
  const opened = await openStudio({ browser, address: server.address, hash, width });
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  const sum = await opened.page.evaluate(
    () =>
      new Promise<number>((done) => {
        const { PerformanceObserver: Observer } = globalThis as unknown as {
          PerformanceObserver: new (
            seen: (list: { getEntries(): { value: number; hadRecentInput: boolean }[] }) => void,
          ) => { observe(options: object): void };
        };
        let all = 0;
        new Observer((list) => {
          for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) all += value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => done(all), 500);
      }),
  );
  await opened.context.close();
  return sum;
}

suite('every room', { concurrency: 1 }, () => {
  test('has no finding of axe in light and dark, and fits a screen of 360 pixels', async (t) => {
    for await (const name of everyRoom({ page, show, folder: shop.at('.') })) {
      await t.test(name, async () => {
        const found: string[] = [];
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await axe(page)).map((finding) => `${colorScheme}: ${finding}`));
        }
        assert.deepEqual(found, []);
        await page.setViewportSize({ width: 360, height: 900 });
        const wide = await page.evaluate(
          'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
        );
        assert.equal(wide, 0, `pixels too wide at 360: ${wide}`);
        await page.setViewportSize({ width: 1280, height: 900 });
      });
    }
    assert.deepEqual([violations, printed], [[], []]);
  });

  test('what is shown first is not moved by what loads later', async () => {
    for (const hash of ['#look', '#teach', '#understand']) {
      for (const width of [360, 1280]) {
        const jumps = await jumpsOf(hash, width);
        assert.ok(jumps < 0.02, `${hash} at ${width} pixels: ${jumps}`);
      }
    }
  });
});
