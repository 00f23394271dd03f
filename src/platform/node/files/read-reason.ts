// Why a file could not be read, in words.

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder, a file is needed',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
};

/** @param cause what the file system threw */
export function readReason(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
