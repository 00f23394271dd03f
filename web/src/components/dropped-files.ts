// The files of a drop, folders with everything in them: each file knows its path below what was dropped.

/** Names files by their path below what was chosen; a file that was chosen alone has its name. */
const paths = new WeakMap<File, string>();

export const pathOf = (file: File): string => paths.get(file) ?? (file.webkitRelativePath || file.name);

/** In order of their paths. */
export async function filesOf(dropped: DataTransfer): Promise<readonly File[]> {
  // Entries must be taken before the first await: the list is empty afterwards.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const alone = [...dropped.files];
  if (entries.every((entry) => entry === null || entry.isFile)) return alone;
  const found: File[] = [];
  for (const entry of entries) if (entry !== null) await walk(entry, found);
  return found.sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
}

async function walk(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    paths.set(file, entry.fullPath.replace(/^\//, ''));
    found.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder is given in parts of a hundred.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const inner of part) await walk(inner, found);
  }
}
