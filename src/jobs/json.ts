// JSON as files and standard output have it: indented, with a final line break.
export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
