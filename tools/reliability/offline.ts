// Runs every command, including slow ones, with the network denied.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutNetwork } from '../../test/support/deny-network.ts';
import { online, verbCommands } from '../../test/support/verbs.ts';

/** @returns whether all passed and none tried to use the network */
export async function offline(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'mpafer-offline-'));
  try {
    const commands = await verbCommands(folder);
    const { codes, attempts, stderr, namespace } = await withoutNetwork(
      folder,
      commands.map(({ args }) => args),
    );
    const failed = commands.filter((_, index) => codes[index] !== 0);
    for (const [index, { args }] of commands.entries())
      console.log(`${codes[index] === 0 ? 'passed' : 'FAILED'}  mpafer ${args.slice(0, 3).join(' ')}`);
    if (failed.length > 0) console.log(stderr);
    if (attempts !== '') console.log(`Network access attempted:\n${attempts}`);
    console.log(
      `Denied by a hook in the process${namespace ? ' and by an empty network namespace' : ''}; skipped: ${online.join(', ')}`,
    );
    console.log(`${commands.length - failed.length} passed, ${failed.length} failed`);
    return failed.length === 0 && attempts === '';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
