// `mpafer studio PROJECT`: a folder reaches the tab as a zip, the studio opens a copy of it, and what is no project is refused before.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { MpaferError } from '../../../src/core/errors.ts';
import { facesFile, writeFaces } from '../../../src/project/faces-table.ts';
import { newProject, projectFile, writeProject } from '../../../src/project/project-file.ts';
import { projectInZip } from '../../../src/project/project-zip.ts';
import { bytesInMemory } from '../../../src/project/zip/byte-source.ts';
import { eventually, launchChromium, openStudio, startStudio } from './open-studio.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mpafer-given-'));
  await mkdir(join(folder, 'own.mpafer'));
  const project = newProject('Three of mine', [{ name: 'calm' }, { name: 'glad' }]);
  await writeFile(join(folder, 'own.mpafer', projectFile), writeProject(project));
  await writeFile(join(folder, 'own.mpafer', facesFile), writeFaces([], project));
});
after(() => rm(folder, { recursive: true, force: true }));

test('a folder is opened in the tab as a copy, once', async () => {
  const server = await startStudio(join(folder, 'own.mpafer'));
  const browser = await launchChromium();
  try {
    const zip = new Uint8Array(await (await fetch(new URL('given/project.zip', server.address))).arrayBuffer());
    const source = await projectInZip(bytesInMemory(zip), 'given');
    assert.deepEqual(
      (await source.files()).map(({ path }) => path),
      [projectFile, facesFile],
    );
    assert.match(server.address, /#teach\?given=project$/);
    const { page, printed, violations } = await openStudio({ browser, address: server.address });
    const name = page.getByRole('textbox', { name: 'Name of the project' });
    await page.waitForURL(/#teach$/, { timeout: 60_000 });
    await eventually(() => name.inputValue(), 'Three of mine', 'The name of the project');
    assert.deepEqual([printed, violations], [[], []]);
  } finally {
    await browser.close();
    await server.close();
  }
});

test('what is no project is refused before anything is served', async () => {
  const message = (path: string) =>
    startStudio(path).then(
      () => 'served',
      (error: MpaferError) => `${error.code}: ${error.message.replaceAll(folder, '')}`,
    );
  assert.match(await message(join(folder, 'nowhere')), /^data: Cannot open the project "\/nowhere": /);
  assert.equal(await message(folder), 'data: Cannot open the project "": it has no project.json');
  await writeFile(join(folder, 'notes.zip'), 'no zip');
  assert.match(await message(join(folder, 'notes.zip')), /^data: .*notes\.zip/);
});
