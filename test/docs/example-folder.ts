// A scratch folder in which examples are written as modules, run and type-checked, next to the files of a clone.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Example } from './examples.ts';
import type { ModuleResult } from './run-modules.ts';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The entry point that `mpafer` resolves to on each host. */
const entries = { node: join(repository, 'src/api/node.ts'), page: join(repository, 'src/api/browser.ts') } as const;

/** What `mpafer/graph` and `mpafer/jobs` are. */
const subEntry = (name: string): string => join(repository, `src/api/${name}.ts`);

export interface ExampleFolder {
  /** Runs TypeScript examples in one process, in order. */
  run(examples: readonly Example[]): Promise<ModuleResult[]>;
  /** Runs a block of shell commands, with this repository's `mpafer`. Rejects if one fails. */
  shell(example: Example): Promise<string>;
  /** Type errors of examples for Node or for pages. */
  typeErrors(examples: readonly Example[], host: 'node' | 'page'): Promise<string[]>;
  remove(): void;
}

export function exampleFolder(): ExampleFolder {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-examples-'));
  const at = (name: string) => join(folder, name);
  for (const name of ['assets', 'configs', 'docs', 'node_modules']) symlinkSync(join(repository, name), at(name));
  writeFileSync(at('package.json'), '{ "type": "module" }');
  mkdirSync(at('bin'));
  const command = `exec "${process.execPath}" "${join(repository, 'bin/mpafer.js')}" "$@"\n`;
  const program = (name: string, script: string) =>
    writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${script}`, { mode: 0o755 });
  program('mpafer', command);
  program(
    'npx',
    `[ "$1" = mpafer ] || { echo "Only npx mpafer is known here, not npx $1" >&2; exit 1; }\nshift\n${command}`,
  );
  const env = {
    ...process.env,
    PATH: [at('bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: '1',
    NODE_TEST_CONTEXT: undefined,
  };
  const execute = (path: string, parameters: readonly string[]) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const options = { cwd: folder, env, maxBuffer: 2 ** 26, timeout: 300_000 };
      execFile(path, parameters, options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }),
      );
    });
  /** Resolves imports of the package to its source, and relative imports from the example's own file. */
  const write = (name: string, { file, code }: Example, from: string) => {
    const text = code
      .replace(
        /(from|import\() ?'mpafer\/(graph|jobs)'/g,
        (_, word: string, name: string) => `${word} ${JSON.stringify(subEntry(name))}`,
      )
      .replace(/(from|import\() ?'mpafer'/g, (_, word: string) => `${word} ${JSON.stringify(from)}`)
      .replace(
        /(from) '(\.\.?\/[^']*)'/g,
        (_, word: string, path: string) => `${word} ${JSON.stringify(join(repository, dirname(file), path))}`,
      );
    writeFileSync(at(name), `${text}\nexport {};\n`);
  };
  let written = 0;
  return {
    async run(examples) {
      const names = examples.map((example) => {
        const name = `run-${written++}.ts`;
        write(name, example, entries.node);
        return at(name);
      });
      const runner = fileURLToPath(new URL('./run-modules.ts', import.meta.url));
      const { output } = await execute(process.execPath, [runner, at('results.json'), ...names]);
      try {
        return JSON.parse(readFileSync(at('results.json'), 'utf8')) as ModuleResult[];
      } catch {
        throw new Error(`The examples ended their process: ${output}`);
      } finally {
        rmSync(at('results.json'), { force: true });
      }
    },
    async shell({ code, file, line }) {
      const { code: exit, output } = await execute('/bin/sh', ['-euc', code]);
      if (exit !== 0) throw new Error(`The commands of ${file} line ${line} fail:\n${output}`);
      return output;
    },
    async typeErrors(examples, host) {
      const names = examples.map((example, index) => {
        const name = `${host}-${index}.ts`;
        write(name, example, entries[host]);
        return name;
      });
      const base = join(repository, host === 'page' ? 'tsconfig.browser.json' : 'tsconfig.node.json');
      const types = join(repository, 'node_modules/@types');
      const options = { noUnusedLocals: false, rewriteRelativeImportExtensions: false, typeRoots: [types] };
      const config = { extends: base, compilerOptions: options, files: names, include: [], exclude: [] };
      writeFileSync(at(`tsconfig.${host}.json`), JSON.stringify(config));
      const compiler = join(repository, 'node_modules/typescript/bin/tsc');
      const { output } = await execute(process.execPath, [
        compiler,
        '-p',
        at(`tsconfig.${host}.json`),
        '--pretty',
        'false',
      ]);
      return output.split('\n').flatMap((message) => {
        const [, index, line, rest] = new RegExp(`^${host}-(\\d+)\\.ts\\((\\d+),\\d+\\): (.*)`).exec(message) ?? [];
        // An error without a file concerns the compilation itself; errors in other files do not concern examples.
        if (rest === undefined) return message.startsWith('error ') ? [message] : [];
        const example = examples[Number(index)]!;
        return [`${example.file} line ${example.line + Number(line) - 1}: ${rest}`];
      });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
