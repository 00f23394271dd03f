// Asserts that a page's charts are next to it, each as SVG and PNG.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** @param wanted names, without extension, that must be among them */
export async function assertPlotsBeside(folder: string, ...wanted: readonly string[]): Promise<void> {
  const files = await readdir(join(folder, 'plots'));
  const named = (ending: string) => files.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -4));
  assert.deepEqual(named('.svg').sort(), named('.png').sort());
  for (const name of wanted) assert.ok(named('.png').includes(name), `${name} among ${named('.png').join(' ')}`);
}
