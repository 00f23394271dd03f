// Where files lie that are being downloaded: in the browser's private storage, so that a long one is never whole in memory.
const name = 'exports';

export const exportsFolder = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });

/** Removes what was written for downloads. */
export async function removeExports(): Promise<void> {
  await (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true }).catch(() => {});
}
