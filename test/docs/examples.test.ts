// Runs the examples in the documentation: every TypeScript block in Markdown and docstrings prints what its comments say.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type ExampleFolder, exampleFolder } from './example-folder.ts';
import { type Example, examplesOfMarkdown, examplesOfSource, expectationsOf, samePrint } from './examples.ts';
import { repositoryFiles, textOf } from './repository-files.ts';
import type { ModuleResult } from './run-modules.ts';

const pages = repositoryFiles.filter((file) =>
  /^(?!.*\/.*\/)(README|ARCHITECTURE|CONTRIBUTING|docs\/[^/]+)\.md$/.test(file),
);
const sources = repositoryFiles.filter((file) => /^src\/.*(?<!\.d)\.ts$/.test(file));
const documents = [
  ...pages.map((file) => examplesOfMarkdown(file, textOf(file))),
  // Examples in docstrings are independent, so they share a folder and a process.
  sources.flatMap((file) => examplesOfSource(file, textOf(file))),
];

const folders: ExampleFolder[] = [];
const newFolder = () => {
  const folder = exampleFolder();
  folders.push(folder);
  return folder;
};
after(() => {
  for (const folder of folders) folder.remove();
});

/** Consecutive TypeScript examples, or a single shell block. */
function stepsOf(examples: readonly Example[]): Example[][] {
  const steps: Example[][] = [];
  for (const example of examples.filter(({ how }) => how === 'run' || how === 'shell')) {
    const last = steps.at(-1);
    if (example.how === 'run' && last?.[0]?.how === 'run') last.push(example);
    else steps.push([example]);
  }
  return steps;
}

function compare(example: Example, { printed, error }: ModuleResult): void {
  if (error !== undefined) assert.fail(`${example.file} line ${example.line} throws ${error}`);
  for (const { line, printed: expected } of expectationsOf(example.code)) {
    const where = `${example.file} line ${example.line + line - 1}`;
    const found = printed.filter((one) => one.line === line).map(({ text }) => text);
    assert.ok(found.length > 0, `${where} prints nothing`);
    for (const text of found) if (!samePrint(text, expected)) assert.equal(text, expected, where);
  }
}

for (const examples of documents) {
  const steps = stepsOf(examples);
  if (steps.length === 0) continue;
  describe(`the examples of ${new Set(examples.map(({ file }) => file)).size > 1 ? 'docstrings' : examples[0]!.file}`, () => {
    let folder: ExampleFolder | undefined;
    for (const step of steps) {
      let results: Promise<ModuleResult[]> | undefined;
      step.forEach((example, index) => {
        test(`${example.file} line ${example.line} ${example.how === 'shell' ? 'runs' : 'prints what it says'}`, async () => {
          folder ??= newFolder();
          if (example.how === 'shell') return void (await folder.shell(example));
          results ??= folder.run(step);
          compare(example, (await results)[index]!);
        });
      });
    }
  });
}

test('every example type-checks', async () => {
  const all = documents.flat().filter(({ how }) => how !== 'shell');
  const folder = newFolder();
  const inNode = all.filter(({ how }) => how !== 'page');
  const inPage = all.filter(({ how }) => how === 'page');
  assert.deepEqual(await folder.typeErrors(inNode, 'node'), []);
  assert.deepEqual(await folder.typeErrors(inPage, 'page'), []);
});
