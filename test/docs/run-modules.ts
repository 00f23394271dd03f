// Runs modules in sequence in a separate process and reports what each printed, and from which line.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

export interface Printed {
  readonly line: number;
  readonly text: string;
}

export interface ModuleResult {
  readonly printed: readonly Printed[];
  /** The stack of what it threw. */
  readonly error?: string;
}

const [resultFile, ...modules] = process.argv.slice(2) as [string, ...string[]];
const results: ModuleResult[] = [];
for (const path of modules) {
  const url = pathToFileURL(path).href;
  const printed: Printed[] = [];
  console.log = (...values: unknown[]) => {
    const at = new Error().stack!.split('\n').find((line) => line.includes(url));
    printed.push({ line: Number(/:(\d+):\d+\)?$/.exec(at ?? '')?.[1] ?? 0), text: format(...values) });
  };
  try {
    await import(url);
    results.push({ printed });
  } catch (error) {
    results.push({ printed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
writeFileSync(resultFile, JSON.stringify(results));
// Open handles left by an example are not what is tested here.
process.exit();
