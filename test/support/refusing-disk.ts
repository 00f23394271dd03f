// Command lines whose disk refuses writes, without a separate disk or root permissions.
import type { CommandOptions } from './command-line.ts';

/** Limits files to a number of half kilobytes: the system refuses the write midway, like a full disk. */
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

/** Runs as a user without write permission: root, which bypasses permissions, becomes nobody once everything is loaded. */
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
