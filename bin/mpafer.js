#!/usr/bin/env node
// Starts the command line: straight from TypeScript in a clone, bundled in the package, which holds no source.
import { existsSync } from 'node:fs';
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`mpafer needs Node 22.12 or later, this is ${process.versions.node}`);
  process.exit(1);
}
// Parsing is most of a short command's time; Node keeps what it parsed in the system's temporary folder (Deno does not).
module.enableCompileCache?.();
const bundled = new URL('../dist/cli/bundle/main.js', import.meta.url);
const source = new URL('../src/cli/main.ts', import.meta.url);
const { main } = await import((existsSync(source) ? source : bundled).href);
await main(process.argv);
