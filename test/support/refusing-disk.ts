// Command lines that the disk refuses something: no test needs a disk of its own, or to be root.
import type { CommandOptions } from './command-line.ts';

/** No file may become longer than so many half kilobytes: the system refuses the write in the middle, as a full disk does. */
export const filesUpTo = (blocks: number): CommandOptions => ({
  env: { NODE_DISABLE_COMPILE_CACHE: '1' },
  command: (node, program, args) => [
    'sh',
    '-c',
    `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`,
    'sh',
    node,
    program,
    ...args,
  ],
});

/** As a user who may not write where only the owner may: root, whom nothing stops, becomes nobody once all is loaded. */
export const asNobody: CommandOptions = {
  command: (node, _, args) => [
    node,
    '--input-type=module',
    '-e',
    `const { main } = await import(${JSON.stringify(new URL('../../src/cli/main.ts', import.meta.url).href)});
     if (process.geteuid() === 0) process.seteuid(65534);
     await main([process.execPath, 'mpafer', ...process.argv.slice(1)]);`,
    '--',
    ...args,
  ],
};
