// A camera of drawn faces: never asked for before the click, answered in the known order, at times that only grow, and off for good after Stop.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { workshop } from '../../support/workshop.ts';
import { drawnCamera, sceneSeconds } from './drawn-camera.ts';
import { eventually } from './open-studio.ts';
import { testedStudio } from './tested-studio.ts';

const shop = await workshop();
const { path, labels } = await drawnCamera(shop.at('.'));
const { page, context, show, violations, printed } = await testedStudio({ camera: path, hash: '#look' });

interface Row {
  readonly timestamp: number;
  readonly clock: string;
  readonly faces: readonly { readonly expression: string; readonly unsure: boolean }[];
}

/** What pages of this context asked of the camera, and the tracks that they were given. */
interface Asked {
  readonly asked: string[];
  readonly tracks: { readonly readyState: string }[];
}
await context.addInitScript(() => {
  const scope = globalThis as unknown as {
    seen: { asked: string[]; tracks: object[] };
    navigator: { mediaDevices: Record<string, (...of: unknown[]) => Promise<{ getTracks(): object[] }>> };
  };
  scope.seen = { asked: [], tracks: [] };
  const { mediaDevices } = scope.navigator;
  for (const name of ['getUserMedia', 'enumerateDevices']) {
    const own = mediaDevices[name]!.bind(mediaDevices);
    mediaDevices[name] = async (...of) => {
      scope.seen.asked.push(name);
      const given = await own(...of);
      if (name === 'getUserMedia') scope.seen.tracks.push(...given.getTracks());
      return given;
    };
  }
});
const seen = (): Promise<Asked> =>
  page.evaluate(() => {
    const { asked, tracks } = (globalThis as unknown as { seen: Asked }).seen;
    return { asked, tracks: tracks.map(({ readyState }) => ({ readyState })) };
  });

suite('a camera of drawn faces', { concurrency: 1 }, () => {
  test('is not asked for, nor are devices listed, before the click', async () => {
    await page.reload();
    for (const room of ['teach', 'understand', 'look']) {
      await show(room);
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    await page.getByRole('button', { name: 'Start the camera' }).waitFor();
    assert.deepEqual(await seen(), { asked: [], tracks: [] });
  });

  test('is asked once, and answers all that it shows', async () => {
    await page.getByText('Ready. The recogniser knows').waitFor();
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await page.getByRole('button', { name: /Camera on/ }).waitFor();
    for (const label of labels) {
      await page.getByRole('button', { name: new RegExp(`^Face \\d+ ${label} `) }).waitFor();
    }
    // Once more round, so that the order is seen and not only each of them.
    await page.getByRole('button', { name: new RegExp(`^Face \\d+ ${labels[0]} `) }).waitFor();
    assert.equal((await seen()).asked.filter((name) => name === 'getUserMedia').length, 1);
  });

  test('Stop ends every track, and the rows have the known order and growing times', async () => {
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await page.getByText('The camera is off').waitFor();
    const { tracks } = await seen();
    assert.ok(tracks.length > 0);
    assert.deepEqual([...new Set(tracks.map(({ readyState }) => readyState))], ['ended']);
    await eventually(() => page.getByText('Camera on').count(), 0, 'The bar');
    await page.getByRole('button', { name: 'Save results' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'JSON lines' }).click();
    const text = await readFile((await (await saved).path())!, 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    for (const [index, { timestamp, clock }] of rows.entries()) {
      if (index === 0) continue;
      const before = rows[index - 1]!;
      assert.ok(timestamp > before.timestamp, `row ${index}: ${before.timestamp}, then ${timestamp}`);
      assert.ok(Date.parse(clock) >= Date.parse(before.clock), `row ${index}: ${before.clock}, then ${clock}`);
    }
    const answers = rows.flatMap(({ timestamp, faces }) =>
      faces.filter(({ unsure }) => !unsure).map(({ expression }) => ({ timestamp, place: labels.indexOf(expression) })),
    );
    assert.deepEqual(
      [...new Set(answers.map(({ place }) => place))].sort(),
      [0, 1, 2],
      'what was drawn, and nothing else',
    );
    for (const [index, { timestamp, place }] of answers.entries()) {
      if (index === 0) continue;
      const before = answers[index - 1]!;
      const steps = (place - before.place + labels.length) % labels.length;
      // A slow machine may miss a face, but not faster than it is shown.
      const least = (steps - 1) * sceneSeconds;
      const took = timestamp - before.timestamp;
      assert.ok(took >= least - 0.5, `${labels[before.place]}, then ${labels[place]} after ${took} s`);
    }
  });

  test('the page violates no policy and prints no error', () => {
    assert.deepEqual([violations, printed], [[], []]);
  });
});
