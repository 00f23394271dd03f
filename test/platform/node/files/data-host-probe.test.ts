import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { nodeDataHost } from '../../../../src/platform/node/files/data-host.ts';
import { refuses } from '../../../data/refuses.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#804020' } });

test('an image passes by its header, whatever follows', async (t) => {
  const folder = await temporaryFolder(t);
  const [whole, cut] = [join(folder, 'whole.jpg'), join(folder, 'cut.png')];
  await writeFile(whole, await picture(64, 48).jpeg().toBuffer());
  const bytes = await picture(64, 48).png().toBuffer();
  await writeFile(cut, bytes.subarray(0, bytes.length - 20));
  await nodeDataHost.probe!(whole);
  await nodeDataHost.probe!(cut);
});

test('a file that is missing, empty or no image fails with the error of reading it', async (t) => {
  const folder = await temporaryFolder(t);
  const file = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const cases = [
    [join(folder, 'gone.png'), 'data'],
    [folder, 'data'],
    [await file('empty.png', ''), 'image'],
    [await file('page.png', '<!doctype html><p>Not found</p>'), 'image'],
    [await file('drawing.png', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image'],
    [await file('pointer.jpg', 'version https://git-lfs.github.com/spec/v1'), 'image'],
    [await file('thin.png', await picture(2000, 1).png().toBuffer()), 'image'],
  ] as const;
  for (const [path, code] of cases) {
    const error = await refuses(nodeDataHost.probe!(path), code, /^Cannot (read|decode) "/);
    const read = nodeDataHost.read(path).then((bytes) => nodeDataHost.decode(bytes, path));
    await assert.rejects(read, { message: error.message });
  }
});
