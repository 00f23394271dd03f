// Markdown with escaped text, so that a class name can neither format nor inject anything.
import { legalText } from './markup.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes text so that it appears literally, on one line: no markup, no HTML, no links. */
export const plain = (text: string): string =>
  legalText(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]|~@]/g, '\\$&')
    // Bare URLs, which Markdown turns into links.
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/www\./gi, (start) => start.replace('.', '\\.'))
    // What starts a heading, a list or a rule.
    .replace(/^(?=[-+](\s|$)|[-=]+\s*$|#{1,6}(\s|$))/, '\\')
    .replace(/^(\d+)(?=[.)](\s|$))/, '$1\\')
    .replace(/[&<>]/g, (character) => entities[character]!);

/** A table whose cells are already Markdown. All columns but the first are right-aligned. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
