// Small Markdown parsers: table cells, links, headings, and paths.

/** Cells of every table whose first column is headed `heading`, row by row, without the header. */
export function tableRows(text: string, heading: string): string[][] {
  const rows: string[][] = [];
  let wanted = false;
  let above = '';
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) {
      wanted = false;
    } else if (!above.startsWith('|')) {
      wanted = cellsOf(line)[0] === heading;
    } else if (wanted && !/^\|[-:| ]+\|$/.test(line)) {
      rows.push(cellsOf(line));
    }
    above = line;
  }
  return rows;
}

/** Cells of one row; a bar within a cell is written `\|`. */
const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** Text with code blocks blanked, preserving line numbers. */
export function withoutCode(text: string): string {
  let inside = false;
  return text
    .split('\n')
    .map((line) => {
      const mark = /^\s*```/.test(line);
      if (mark) inside = !inside;
      return inside || mark ? '' : line;
    })
    .join('\n');
}

/** Targets of links and images, as written. */
export const linksOf = (text: string): string[] => {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, '');
  const inline = Array.from(prose.matchAll(/\]\(\s*([^)\s]+)[^)]*\)/g), ([, target]) => target!);
  const references = Array.from(prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm), ([, target]) => target!);
  const html = Array.from(prose.matchAll(/\b(?:src|href)="([^"]+)"/g), ([, target]) => target!);
  return [...inline, ...references, ...html];
};

/** Valid `#...` anchors: the headings, as GitHub slugs. */
export const anchorsOf = (text: string): string[] =>
  Array.from(withoutCode(text).matchAll(/^#+\s+(.*)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Code spans that are paths from the root of the repository. */
export const pathsOf = (text: string): string[] =>
  Array.from(withoutCode(text).matchAll(/`([^`\n]+)`/g), ([, span]) => span!).filter((span) =>
    /^(\.ci|assets|bench|bin|configs|docs|src|test|tools|web)\/[\w./*{},-]*$/.test(span),
  );

/** Files of the repository that are named in full anywhere in a document, blocks of code included. */
export const filesNamedIn = (text: string): string[] =>
  text.match(
    /(?<![\w./-])(?:assets|bench|bin|configs|docs|src|test|tools)\/[\w./-]+\.(?:ts|js|py|sh|md|json|safetensors)\b/g,
  ) ?? [];
