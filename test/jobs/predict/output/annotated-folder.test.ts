import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { copyName } from '../../../../src/jobs/predict/output/annotated-folder.ts';

test('copies keep the folders of their originals, and stay below their own', () => {
  assert.equal(copyName('photos/a.png'), join('photos', 'a.png.jpg'));
  assert.equal(copyName('./photos/../photos/a.png'), join('photos', 'a.png.jpg'));
  assert.equal(copyName(resolve('photos/a.png')), join('photos', 'a.png.jpg'));
  assert.equal(copyName('https://example.org/a.jpg?size=2'), join('web', 'example.org', 'a.jpg_size=2.jpg'));
  assert.equal(copyName('standard input'), 'standard input.jpg');
  assert.ok(!copyName('../../other/a.png').includes('..'));
});
