// The measurements behind docs/reliability.md: npm run reliability -- hostile | kill | determinism | soak | predict | offline | browser | serve | shards | studio
import { globalSetup, globalTeardown } from '../test/support/bundled-once.ts';
import { browser } from './reliability/browser.ts';
import { determinism } from './reliability/determinism.ts';
import { hostile } from './reliability/hostile.ts';
import { kill } from './reliability/kill.ts';
import { offline } from './reliability/offline.ts';
import { predict } from './reliability/predict.ts';
import { serve } from './reliability/serve.ts';
import { shards } from './reliability/shards.ts';
import { soak } from './reliability/soak.ts';
import { studio } from './reliability/studio.ts';

const checks: Readonly<Record<string, (args: readonly string[]) => boolean | Promise<boolean>>> = {
  hostile,
  kill,
  determinism,
  soak,
  predict,
  offline,
  browser,
  serve,
  shards,
  studio,
};

const [name = '', ...args] = process.argv.slice(2);
if (Object.hasOwn(checks, name)) {
  await globalSetup();
  try {
    process.exitCode = (await checks[name]!(args)) ? 0 : 1;
  } finally {
    globalTeardown();
  }
} else {
  console.error(`Usage: npm run reliability -- ${Object.keys(checks).join(' | ')} [NUMBER]`);
  process.exitCode = 2;
}
