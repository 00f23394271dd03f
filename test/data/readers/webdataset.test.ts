import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MpaferError } from '../../../src/core/errors.ts';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { readTar } from '../../../src/data/readers/own/tar.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng } from '../temp-folder.ts';

const png = await greyPng(70, 8);

function tar(files: Record<string, Uint8Array | string>): Uint8Array {
  const blocks: Uint8Array[] = [];
  const add = (name: string, content: Uint8Array, kind: string) => {
    const header = new Uint8Array(512);
    const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
    put(0, name.slice(0, 100));
    put(124, `${content.length.toString(8).padStart(11, '0')}\0`);
    put(148, '        ');
    put(156, kind);
    put(257, 'ustar\x0000');
    const sum = header.reduce((total, byte) => total + byte, 0);
    put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
    blocks.push(header, content, new Uint8Array((512 - (content.length % 512)) % 512));
  };
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
    if (name.length > 100) add('././@LongLink', new TextEncoder().encode(`${name}\0`), 'L');
    add(name, bytes, '0');
  }
  return new Uint8Array(Buffer.concat([...blocks, new Uint8Array(1024)]));
}

const open = (spec: string, files: Record<string, Uint8Array | string>) =>
  openDataset(spec, memoryHost(filesOf(files)));

test('reads archives of images with their labels as text, number or JSON', async () => {
  const files = {
    'D/train-000.tar': tar({
      '0001.jpg': png,
      '0001.cls': 'happy',
      'x/0002.png': png,
      'x/0002.json': '{"emotion":"sad"}',
    }),
    'D/test-000.tar': tar({ '0003.jpg': png, '0003.txt': 'joy', '0004.jpg': png }),
  };
  const { samples, classes, notes, layout } = await open('webdataset:D?valid=0', files);
  assert.deepEqual(
    samples.map(({ id, split, label }) => [id, split, classes[label]]),
    [
      ['test-000.tar#0003.jpg', 'test', 'happiness'],
      ['train-000.tar#0001.jpg', 'train', 'happiness'],
      ['train-000.tar#x/0002.png', 'train', 'sadness'],
    ],
  );
  assert.equal(layout, '2 tar archives');
  assert.deepEqual(notes, [
    'skipped 1 sample without an image or a label',
    'class happiness: merged labels happy, joy',
  ]);
  assert.equal((await samples[0]!.read()).width, 8);
  const numbers = { 'D/a.tar': tar({ '1.jpg': png, '1.cls': '3' }) };
  await refuses(open('webdataset:D', numbers), 'label', /a.tar" row 1: label is 3, and a number alone names no class/);
  assert.deepEqual((await open('webdataset:D/a.tar?table=affectnet', numbers)).classes, ['surprise']);
});

test('names are as long as GNU tar writes them', () => {
  const long = `${'folder/'.repeat(20)}a.jpg`;
  assert.deepEqual(
    readTar(tar({ [long]: png }), 'a.tar').map(({ name }) => name),
    [long],
  );
});

test('damaged archives are refused by name', async () => {
  const whole = tar({ '1.jpg': png, '1.cls': 'sad' });
  await refuses(open('webdataset:a.tar', { 'a.tar': 'no archive' }), 'data', /"(\.\/)?a.tar": it is not a tar archive/);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
      const bytes = whole.slice();
      bytes[at] = value;
      for (const damaged of [bytes, whole.slice(0, at)]) {
        await open('webdataset:a.tar', { 'a.tar': damaged }).catch((error: unknown) => {
          assert.ok(error instanceof MpaferError, String(error));
        });
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});
