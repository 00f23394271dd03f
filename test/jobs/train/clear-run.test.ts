import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { clearRun } from '../../../src/jobs/train/clear-run.ts';
import { runFiles } from '../../../src/train/run-files.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const data = 'synthetic:?seed=7';

test('removes an earlier run on the same data', async (t) => {
  const folder = join(await temporaryFolder(t), 'demo');
  await mkdir(join(folder, 'checkpoints'), { recursive: true });
  await writeFile(join(folder, runFiles.configuration), JSON.stringify({ data }));
  await clearRun(folder, data);
  assert.ok(!existsSync(folder));
});

test('does nothing without a folder, and removes an empty one', async (t) => {
  const folder = await temporaryFolder(t);
  await clearRun(join(folder, 'none'), data);
  await mkdir(join(folder, 'empty'));
  await clearRun(join(folder, 'empty'), data);
  assert.ok(!existsSync(join(folder, 'empty')));
});

test('refuses a folder that holds anything else', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'thesis.tex'), 'four years');
  await refuses(
    clearRun(folder, data),
    'run',
    /^Cannot replace "[^"]+": it holds thesis\.tex; expected a run on synthetic:/,
  );
  await writeFile(join(folder, runFiles.configuration), JSON.stringify({ data: 'ferplus:faces' }));
  await refuses(clearRun(folder, data), 'run', /expected a run on synthetic:/);
  await writeFile(join(folder, runFiles.configuration), 'null');
  await refuses(clearRun(folder, data), 'run', /expected a run on synthetic:/);
  await refuses(clearRun(join(folder, 'thesis.tex'), data), 'run', /it holds a file/);
  assert.ok(existsSync(join(folder, 'thesis.tex')));
});
