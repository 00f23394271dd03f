// Moving pictures in the Look room: a video with marks and a resting face, and a camera of which the order of the answers is known.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { axe, eventually } from './open-studio.ts';
import { portraitCamera, portraitClip } from './portrait-clips.ts';
import { testedStudio } from './tested-studio.ts';

const folder = await mkdtemp(join(tmpdir(), 'mpafer-moving-'));
after(() => rm(folder, { recursive: true, force: true }));
const { page, violations, printed } = await testedStudio({ camera: await portraitCamera(folder) });

interface Row {
  readonly file: string;
  readonly frame: number;
  readonly timestamp: number;
  readonly faces: readonly { readonly id: number; readonly expression: string; readonly smoothed?: object }[];
  readonly excluded?: boolean;
  readonly events?: string;
  readonly clock?: string;
}

async function savedRows(): Promise<readonly Row[]> {
  await page.getByRole('button', { name: 'Save results' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'JSON lines' }).click();
  const text = await readFile((await (await saved).path())!, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

suite('a video', { concurrency: 1 }, () => {
  test('has the people, times and answers of its frames', async () => {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await portraitClip(folder));
    await page.getByText('15 frames were recognised').waitFor();
    const rows = await savedRows();
    assert.deepEqual(
      rows.map(({ frame, timestamp }) => [frame, Math.round(timestamp * 1000)]),
      Array.from({ length: 15 }, (_, frame) => [frame, 200 * frame]),
    );
    const answers = rows.map(({ faces }) => faces.map(({ id, expression }) => `${id} ${expression}`).join());
    assert.deepEqual(new Set(answers.slice(0, 5)), new Set(['1 happiness']));
    assert.deepEqual(new Set(answers.slice(5, 10)), new Set(['']));
    assert.deepEqual(new Set(answers.slice(10)), new Set(['2 neutral']));
    assert.ok(rows[0]!.faces[0]!.smoothed !== undefined, 'raw and smoothed are both kept');
  });

  const slider = () => page.getByRole('slider', { name: 'Time in the video' });
  /** Waits until the time that is asked for is shown. */
  const shows = (seconds: string) =>
    eventually(() => slider().getAttribute('aria-valuenow'), seconds, 'The time of the video');

  test('its time is moved along by keys, and its boxes are those of the frame that is shown', async () => {
    await slider().press('Home');
    await shows('0');
    await page.getByRole('button', { name: /^Face 1 happiness/ }).waitFor();
    await slider().press('ArrowRight');
    await shows('0.2');
    await page.getByRole('button', { name: /^Face 1 happiness/ }).waitFor();
    await slider().press('Shift+ArrowRight');
    await shows('2.2');
    await page.getByRole('button', { name: /^Face 2 / }).waitFor();
  });

  test('a key counts from where the one before led, whatever is drawn by then', async () => {
    await slider().press('Home');
    await shows('0');
    await slider().evaluate((element) => {
      const { KeyboardEvent: Press } = globalThis as unknown as { KeyboardEvent: new (...of: unknown[]) => Event };
      for (const key of ['ArrowRight', 'ArrowRight', 'e', 'ArrowRight', 'ArrowLeft', 'ArrowRight', 'e'])
        element.dispatchEvent(new Press('keydown', { key, bubbles: true, cancelable: true }));
    });
    await shows('0.6');
    const seconds = (name: string) => page.getByRole('spinbutton', { name }).inputValue();
    assert.deepEqual([await seconds('Begins at second'), await seconds('Ends at second')], ['0.40', '0.60']);
    // Frames that were asked for and overtaken arrive late, and change nothing.
    const seeking = () => page.locator('video').evaluate((video) => (video as unknown as { seeking: boolean }).seeking);
    await eventually(seeking, false, 'Whether the video is seeking');
    await page.waitForTimeout(300);
    await shows('0.6');
    await page.getByRole('button', { name: 'Remove the mark' }).click();
    await page.getByRole('spinbutton').first().waitFor({ state: 'detached' });
  });

  test('marks are made by keys, kept by time, and written with their frames', async () => {
    await slider().press('Home');
    await shows('0');
    await slider().press('e');
    await slider().press('ArrowRight');
    await slider().press('ArrowRight');
    await slider().press('e');
    await slider().press('v');
    await slider().press('v');
    const names = page.getByRole('textbox', { name: 'Name of the mark' });
    await eventually(() => names.count(), 2, 'The list of marks');
    await names.nth(1).fill('stimulus');
    await page.keyboard.press('Tab');
    await eventually(() => names.nth(1).inputValue(), 'stimulus');
    const rows = await savedRows();
    assert.deepEqual(
      rows.slice(0, 5).map(({ excluded }) => excluded),
      [true, true, true, false, false],
    );
    assert.deepEqual(
      rows.slice(0, 5).map(({ events }) => events),
      ['', '', 'stimulus', '', ''],
    );
  });

  test('has no finding of axe', async () => {
    assert.deepEqual(await axe(page), []);
  });
});

suite('the camera', { concurrency: 1 }, () => {
  test('is off until it is asked for', async () => {
    assert.equal(await page.getByText('Camera on').count(), 0);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('button', { name: 'Start the camera' }).waitFor();
    assert.equal(await page.getByText('Camera on').count(), 0);
  });

  test('gives the known answers in order, each with the boxes of its own frame', async () => {
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await page.getByRole('button', { name: /Camera on/ }).waitFor();
    await page.getByRole('heading', { name: /Happiness/ }).waitFor();
    await page.getByRole('button', { name: /^Face \d+ happiness/ }).waitFor();
    await page.getByRole('heading', { name: /perhaps neutral/ }).waitFor();
    assert.deepEqual(await axe(page), []);
  });

  test('Stop ends its track, clears the picture and keeps the results', async () => {
    await page.evaluate(() => {
      const scope = globalThis as unknown as { seen?: unknown; MediaStreamTrack: { prototype: { stop(): void } } };
      const { stop } = scope.MediaStreamTrack.prototype;
      scope.MediaStreamTrack.prototype.stop = function ended(this: { readyState: string }) {
        stop.call(this);
        scope.seen = this.readyState;
      };
    });
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await page.getByText('The camera is off').waitFor();
    assert.equal(await page.evaluate('globalThis.seen'), 'ended');
    await eventually(() => page.locator('.face-box').count(), 0, 'The picture of the camera');
    await eventually(() => page.getByText('Camera on').count(), 0, 'The bar');
    const rows = await savedRows();
    const times = rows.map(({ timestamp }) => timestamp);
    assert.ok(times.length >= 2 && times.every((time, index) => index === 0 || time > times[index - 1]!), `${times}`);
    assert.ok(Math.abs(Date.parse(rows.at(-1)!.clock!) - Date.now()) < 120_000, 'rows have the time of the clock');
    const answers = rows.flatMap(({ faces }) => faces.map(({ expression }) => expression));
    assert.ok(answers.includes('happiness') && answers.includes('neutral'), answers.join());
  });

  test('the page violates no policy and prints no error', () => {
    assert.deepEqual(violations, []);
    assert.deepEqual(printed, []);
  });
});
