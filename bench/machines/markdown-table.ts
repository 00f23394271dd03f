// Rows of a Markdown table on standard output.

export const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

export function head(...cells: readonly string[]): void {
  row(...cells);
  row(...cells.map(() => '---'));
}
