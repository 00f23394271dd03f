// A folder of the user's own disk, where the browser lets one choose it: Chromium does, others open and save zips.

type Mode = 'read' | 'readwrite';

const scope = globalThis as unknown as {
  showDirectoryPicker?(options: { readonly mode: Mode }): Promise<FileSystemDirectoryHandle>;
};

export const canChooseFolders = scope.showDirectoryPicker !== undefined;

/** Undefined where the user chose none after all. */
export async function chosenFolder(mode: Mode): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await scope.showDirectoryPicker!({ mode });
  } catch (error) {
    if ((error as DOMException).name === 'AbortError') return undefined;
    throw error;
  }
}
