// Why a file could not be read, in plain words.

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder; expected a file',
  ELOOP: 'it is a link that leads back to itself',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  ERR_ACCESS_DENIED: "Node's permission model forbids it; expected --allow-fs-read for that file",
};

/** @param cause the error of the file system */
export function readReason(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
