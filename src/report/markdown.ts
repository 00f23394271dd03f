// Markdown that holds text of users: escaped, so that a class name can neither format nor inject.
import { legalText } from './markup.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text that reads as it is, on one line: no markup, no HTML, no link. */
export const plain = (text: string): string =>
  legalText(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]|~@]/g, '\\$&')
    // What Markdown makes a link of by itself.
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/www\./gi, (start) => start.replace('.', '\\.'))
    // What opens a heading, a list or a rule at the start of a line.
    .replace(/^(?=[-+](\s|$)|[-=]+\s*$|#{1,6}(\s|$))/, '\\')
    .replace(/^(\d+)(?=[.)](\s|$))/, '$1\\')
    .replace(/[&<>]/g, (character) => entities[character]!);

/** A table; cells are Markdown already. Columns after the first hold numbers. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
