// Detects what a failed download often leaves instead of the file: a Git LFS pointer, or a web page.

export interface StandIn {
  /** To follow "Cannot read ...: ". */
  readonly found: string;
  readonly hint: string;
}

const pointer = 'version https://git-lfs.github.com/';

/** Looks at the first bytes (at least eight) of a file that cannot be read; undefined if it is neither. */
export function standInOf(bytes: Uint8Array): StandIn | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, 100));
  if (text.length >= 8 && pointer.startsWith(text.slice(0, pointer.length))) {
    return {
      found: 'it is a Git LFS pointer, not the file that it stands for',
      hint: 'Run "git lfs pull" in its repository, or download the file itself',
    };
  }
  // The error pages of storage services are XML; other XML may be a drawing. The last form is what eight bytes hold of the first.
  if (/^\s*(<!doctype\s+html|<html|<head|<body|<\?xml[^>]*>\s*<error|<!doctyp$)/i.test(text)) {
    return {
      found: 'it is a web page, not the file itself',
      hint: 'Download it again: a log-in or error page was saved in its place',
    };
  }
  return undefined;
}
