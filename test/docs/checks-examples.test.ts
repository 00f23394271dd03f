// Tests of the example runner itself: it detects what is wrong.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { exampleFolder } from './example-folder.ts';
import { type Example, examplesOfMarkdown, examplesOfSource, expectationsOf, samePrint } from './examples.ts';

const folder = exampleFolder();
after(() => folder.remove());

const example = (code: string, how: Example['how'] = 'run'): Example => ({
  file: 'src/core/made.ts',
  line: 10,
  code,
  how,
});

test('finds TypeScript blocks and marked shell blocks, with line numbers', () => {
  const text = [
    '# Title',
    '```ts',
    'a;',
    'b;',
    '```',
    '```json',
    '{}',
    '```',
    '```sh',
    'no',
    '```',
    '```sh run',
    'yes',
    '```',
  ];
  assert.deepEqual(examplesOfMarkdown('README.md', text.join('\n')), [
    { file: 'README.md', line: 3, code: 'a;\nb;', how: 'run' },
    { file: 'README.md', line: 13, code: 'yes', how: 'shell' },
  ]);
});

test('removes the indentation of a block', () => {
  const [found] = examplesOfMarkdown('README.md', '1. do\n   ```ts\n   if (a)\n     b;\n   ```');
  assert.equal(found!.code, 'if (a)\n  b;');
});

test('finds examples in docstrings and nowhere else', () => {
  const text = [
    'const a = `',
    '```ts',
    'no',
    '```',
    '`;',
    '/**',
    ' * Says.',
    ' * @example',
    ' * ```ts',
    ' * if (yes)',
    ' *   go();',
    ' * ```',
    ' */',
    'const b = 1;',
  ];
  assert.deepEqual(examplesOfSource('a.ts', text.join('\n')), [
    { file: 'a.ts', line: 10, code: 'if (yes)\n  go();', how: 'run' },
  ]);
});

test('refuses an @example without a block, an unclosed block, and a skipped block without a reason', () => {
  assert.throws(() => examplesOfSource('a.ts', '/**\n * @example\n * a();\n */'), /a\.ts line 2: an @example must/);
  assert.throws(() => examplesOfMarkdown('a.md', '```ts\na();'), /a\.md line 1: the block is never closed/);
  assert.throws(() => examplesOfMarkdown('a.md', '```ts no-run\na();\n```'), /a\.md line 1: "ts" may be followed/);
  assert.throws(() => examplesOfMarkdown('a.md', '```ts norun (x)\na();\n```'), /a\.md line 1: "ts" may be followed/);
  assert.deepEqual(examplesOfMarkdown('a.md', '```ts no-run (needs a photo)\na();\n```'), [
    { file: 'a.md', line: 2, code: 'a();', how: 'check', reason: 'needs a photo' },
  ]);
});

test('reads the expected output after a call or on the lines below it', () => {
  const code = [
    'console.log(1); // 1',
    'console.log(',
    '  2,',
    '); // 2',
    'console.log(3);',
    '// first',
    '// second',
    'console.log(4);',
    'done(); // not printed',
  ];
  assert.deepEqual(expectationsOf(code.join('\n')), [
    { line: 1, printed: '1' },
    { line: 2, printed: '2' },
    { line: 5, printed: 'first\nsecond' },
  ]);
});

test('accepts a multi-line value written on one line, and no other difference', () => {
  assert.ok(samePrint('{\n  a: 1\n}', '{ a: 1 }'));
  assert.ok(!samePrint('{ a: 1 }', '{ a: 2 }'));
  assert.ok(!samePrint('a\n  b', 'a\nb'));
});

test('runs examples in sequence and reports what each printed, and where', async () => {
  const results = await folder.run([
    example("import { float32 } from 'mpafer/graph';\nconsole.log([...float32([1], [1]).data]); // [ 1 ]"),
    example("console.log('before');\nthrow new TypeError('on purpose');"),
    example("import { sizeOf } from './array.ts';\nfor (const n of [2, 3])\n  console.log(sizeOf([n, n]));"),
  ]);
  assert.deepEqual(results[0], { printed: [{ line: 2, text: '[ 1 ]' }] });
  assert.deepEqual(results[1]!.printed, [{ line: 1, text: 'before' }]);
  assert.match(results[1]!.error!, /^TypeError: on purpose/);
  assert.deepEqual(results[2], {
    printed: [
      { line: 3, text: '4' },
      { line: 3, text: '9' },
    ],
  });
});

test('reports an example that ends the shared process', async () => {
  await assert.rejects(folder.run([example("console.error('bye');\nprocess.exit(1);")]), /ended their process: bye/);
});

test("runs shell commands with this repository's command line and stops at the first failure", async () => {
  const output = await folder.shell(example('mpafer --version\nnpx mpafer --version', 'shell'));
  assert.match(output, /^(\d+\.\d+\.\d+\n)\1$/);
  await assert.rejects(folder.shell(example('mpafer nonsense\ntrue', 'shell')), /src\/core\/made\.ts line 10 fail/);
});

test('finds type errors in examples for Node and for pages', async () => {
  const wrong = example("import { random } from 'mpafer';\nconst a: string = random(1).uniform();");
  const right = example("import { random } from 'mpafer';\nconst a: number = random(1).uniform();");
  const page = example("import { browserEngine } from 'mpafer';\nawait browserEngine().close();\ndocument.titel = '';");
  const [found, ...others] = await folder.typeErrors([right, wrong], 'node');
  assert.match(found!, /^src\/core\/made\.ts line 11: error TS2322/);
  assert.deepEqual(others, []);
  assert.match((await folder.typeErrors([page], 'page')).join(), /^src\/core\/made\.ts line 12: error TS2551.*titel/);
});
