// A zip of a small drawn project, and what the tests of Teach and Understand do with it.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Download, Page } from 'playwright-core';
import { projectFolder } from '../../../src/platform/node/files/project-folder.ts';
import { projectInZip, projectZipPieces } from '../../../src/project/project-zip.ts';
import { bytesInMemory } from '../../../src/project/zip/byte-source.ts';
import { drawnProject } from '../../project/drawn-project.ts';

/** Writes a drawn project as a folder and as a zip beside it. @returns the zip's path */
export async function drawnZip(folder: string, count: number): Promise<string> {
  await drawnProject(folder, count);
  return zipOfFolder(folder);
}

/** Packs a project that is in a folder. @returns the zip's path */
export async function zipOfFolder(folder: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of projectZipPieces(projectFolder(folder), folder)) pieces.push(piece);
  await writeFile(`${folder}.zip`, Buffer.concat(pieces));
  return `${folder}.zip`;
}

/** Opens a zip in Teach and waits until the instant head has answered. */
export async function openZipIn(page: Page, zip: string): Promise<void> {
  await page.locator('.project-bar input[type=file]').setInputFiles(zip);
  await page.locator('.teach-face').first().waitFor();
  await page.locator('[data-head-faces]', { hasText: 'left out' }).waitFor({ timeout: 240_000 });
}

export async function readNotice(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'I have read this' }).click();
}

/** Presses a button and gives what is downloaded. */
export async function downloaded(page: Page, name: string): Promise<Buffer> {
  const saved: Promise<Download> = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  return readFile((await (await saved).path())!);
}

/** The files in a zip, by path. */
export async function filesIn(zip: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const source = await projectInZip(bytesInMemory(zip), 'downloaded.zip', async (packed) => gunzipSync(packed));
  const files = new Map<string, Buffer>();
  for (const { path } of await source.files()) files.set(path, Buffer.from(await source.read(path)));
  assert.ok(files.size > 0);
  return files;
}
