// `mpafer studio`: what it refuses; `test/package` serves the studio of an installed package, `test/browser/studio` looks at it.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { mpafer } from '../support/command-line.ts';

suite('mpafer studio', { concurrency: 2 }, () => {
  for (const [args, message] of [
    [
      ['--out', 'site', '--port', '8000'],
      /^Error Cannot use --port with --out, which serves nothing; expected one of them/,
    ],
    [['--out', 'site', '--open'], /^Error Cannot use --open with --out/],
    [['--out', 'site', '--log'], /^Error Cannot use --log with --out/],
    [['--out', 'site', 'my.mpafer'], /^Error Cannot use a project with --out/],
    [['--port', 'http'], /^Error Cannot use --port http; expected a whole number from 0 to 65535/],
    [['--out', ''], /^Error Cannot copy to a folder without a name/],
  ] as const) {
    test(`refuses ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await mpafer(['studio', ...args]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });
  }
});
