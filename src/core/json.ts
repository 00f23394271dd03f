// JSON for files and standard output: indented, with a final newline.
export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
