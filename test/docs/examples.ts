// Collects the code examples: blocks in Markdown files and `@example`s in docstrings.

/** One block of code, as written. */
export interface Example {
  /** File and line of its first line of code, for messages. */
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** `run`: executed and compared. `check`: type-checked only. `page`: type-checked with browser types. `shell`: executed by a shell. */
  readonly how: 'run' | 'check' | 'page' | 'shell';
  /** Why it is not executed. */
  readonly reason?: string | undefined;
}

const fence = /^(\s*)```(.*)$/;

/** Every block marked `ts`, and `sh` blocks marked `sh run`. */
export function examplesOfMarkdown(file: string, text: string): Example[] {
  const examples: Example[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, indent, mark] = fence.exec(lines[at]!) ?? [];
    if (mark === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && line.trim() === '```');
    if (end < 0) throw new Error(`${file} line ${at + 1}: the block is never closed`);
    const how = howOf(mark, `${file} line ${at + 1}`);
    const code = lines.slice(at + 1, end).map((line) => line.slice(Math.min(indent!.length, line.search(/\S|$/))));
    if (how !== undefined) examples.push({ file, line: at + 2, code: code.join('\n'), ...how });
    at = end;
  }
  return examples;
}

/** The `@example`s of a source file, all of which must be marked blocks. */
export function examplesOfSource(file: string, text: string): Example[] {
  // The same lines without the comment's stars; everything outside comments is blanked.
  let inside = false;
  const plain = text.split('\n').map((line) => {
    if (/^\s*\/\*\*/.test(line)) inside = true;
    const kept = inside ? line.replace(/^\s*(\/\*\*|\*(?!\/)) ?/, '') : '';
    if (line.includes('*/')) inside = false;
    return kept;
  });
  plain.forEach((line, index) => {
    if (/^@example/.test(line) && !fence.test(plain[index + 1] ?? ''))
      throw new Error(`${file} line ${index + 1}: an @example must be followed by a block of code`);
  });
  return examplesOfMarkdown(file, plain.join('\n'));
}

function howOf(mark: string, where: string): Pick<Example, 'how' | 'reason'> | undefined {
  const [language, ...words] = mark.trim().split(/\s+/);
  if (language === 'sh') return words[0] === 'run' ? { how: 'shell' } : undefined;
  if (language !== 'ts') return undefined;
  if (words.length === 0) return { how: 'run' };
  const [, kind, reason] = /^(no-run|page) \((.+)\)$/.exec(words.join(' ')) ?? [];
  if (kind === undefined) {
    throw new Error(
      `${where}: "ts" may be followed by "no-run (REASON)" or "page (REASON)"; found "${words.join(' ')}"`,
    );
  }
  return { how: kind === 'page' ? 'page' : 'check', reason };
}

/** The expected output of a `console.log` at `line` (from 1, within the example). */
export interface Expectation {
  readonly line: number;
  readonly printed: string;
}

/**
 * Comments with expected output: after the end of a `console.log(...)`, or on separate lines right below it, compared
 * line by line.
 */
export function expectationsOf(code: string): Expectation[] {
  const lines = code.split('\n');
  return lines.flatMap((line, start) => {
    if (!/^\s*console\.log\(/.test(line)) return [];
    const end = lines.findIndex((candidate, index) => index >= start && /\);?(\s*\/\/ .*)?$/.test(candidate));
    const behind = / \/\/ (.*)$/.exec(lines[end] ?? '')?.[1];
    if (behind !== undefined) return [{ line: start + 1, printed: behind }];
    const rest = lines.slice(end + 1);
    const stop = rest.findIndex((candidate) => !/^\s*\/\/ /.test(candidate));
    const below = rest.slice(0, stop < 0 ? undefined : stop).map((candidate) => candidate.replace(/^\s*\/\/ /, ''));
    return below.length > 0 ? [{ line: start + 1, printed: below.join('\n') }] : [];
  });
}

/** After a call, line breaks and indentation within a value are ignored; lines below it are compared exactly. */
export const samePrint = (found: string, expected: string): boolean =>
  found === expected || (!expected.includes('\n') && found.replace(/\s*\n\s*/g, ' ') === expected);
