// Every room of the studio as a user meets it: empty, filled, at work, with its dialogs. For what must hold in all of them.
import type { Page } from 'playwright-core';
import { pathOf } from '../open-page.ts';
import { drawnZip, openZipIn, readNotice } from './drawn-zip.ts';
import { portraitClip } from './portrait-clips.ts';

export interface EveryRoomOptions {
  readonly page: Page;
  /** Goes to a place in the studio, such as `teach?step=train`. */
  readonly show: (place: string) => Promise<unknown>;
  /** Where the clip and the project are made. */
  readonly folder: string;
}

const portraits = ['astronaut.jpg', 'grace-hopper.jpg'].map((name) => pathOf(`../../assets/portraits/${name}`));
/** Is no picture. */
const readme = pathOf('../../assets/portraits/README.md');

/** Goes from room to room, and yields the name of each state once it is shown. */
export async function* everyRoom(options: EveryRoomOptions): AsyncGenerator<string, void> {
  yield* look(options);
  yield* teach(options);
  yield* understand(options);
}

async function* look({ page, show, folder }: EveryRoomOptions): AsyncGenerator<string, void> {
  const files = page.locator('input[type=file]').first();
  await show('look');
  await page.getByText('Ready. The recogniser knows').waitFor();
  yield 'look-empty';
  await page.locator('.privacy-chip').click();
  await page.getByRole('dialog', { name: 'What leaves this tab' }).waitFor();
  yield 'look-privacy';
  await page.keyboard.press('Escape');
  await files.setInputFiles([...portraits, readme]);
  await page.getByRole('button', { name: '2 with faces' }).waitFor();
  await page.getByRole('button', { name: '1 not read' }).waitFor();
  yield 'look-photos';
  await page.getByRole('option', { name: /grace-hopper/ }).click();
  await page.getByRole('heading', { name: 'Unsure' }).waitFor();
  yield 'look-unsure';
  await page.getByRole('button', { name: 'Clear' }).click();
  await files.setInputFiles(await portraitClip(folder));
  await page.getByText('15 frames were recognised').waitFor();
  const slider = page.getByRole('slider', { name: 'Time in the video' });
  for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'v', 'ArrowRight', 'ArrowRight', 'v']) await slider.press(key);
  await page.getByRole('button', { name: /^Face 1 happiness/ }).waitFor();
  yield 'look-video';
}

async function* teach({ page, show, folder }: EveryRoomOptions): AsyncGenerator<string, void> {
  await show('teach');
  await page.locator('.project-bar').waitFor();
  yield 'teach-empty';
  await show('understand');
  await page.getByText('Nothing to understand yet').waitFor();
  yield 'understand-empty';
  await show('teach');
  await openZipIn(page, await drawnZip(`${folder}/drawn.mpafer`, 64));
  await readNotice(page);
  await page.locator('[data-head-faces]', { hasText: 'left out' }).waitFor();
  yield 'teach-faces';
  for (const step of ['label', 'people', 'share']) {
    await show(`teach?step=${step}`);
    await page.locator('.teach-steps [aria-current]', { hasText: new RegExp(step, 'i') }).waitFor();
    yield `teach-${step}`;
  }
  await page.getByRole('button', { name: 'Projects' }).click();
  await page.getByRole('dialog', { name: 'Projects in this browser' }).waitFor();
  yield 'project-drawer';
  await page.keyboard.press('Escape');
  await show('teach?step=train');
  await page.getByRole('button', { name: 'Train prompts' }).click();
  await page.locator('[data-training] .quiet', { hasText: /step [1-9]/ }).waitFor();
  yield 'teach-training';
  await page.locator('.status-line', { hasText: 'prompts-1 is trained' }).waitFor();
  await page.locator('[data-verdict], .status-line.unsure').first().waitFor();
  yield 'teach-trained';
}

async function* understand({ page, show }: EveryRoomOptions): AsyncGenerator<string, void> {
  await show('understand');
  await page.locator('[data-war]').waitFor();
  const cell = page.locator('.understand-confusion td button.right').first();
  await cell.click();
  await page.locator('.understand-faces').first().locator('button').first().click();
  await page.locator('.understand-maps figure').nth(2).waitFor();
  await page.locator('section[aria-label=Prototypes] figcaption').first().waitFor();
  yield 'understand-head';
  await page.locator('.understand-source select').selectOption('prompts-1');
  await page.locator('.understand-scores', { hasText: 'that were left out of training' }).waitFor();
  await page.locator('.understand-maps figure').nth(2).waitFor();
  yield 'understand-run';
}
