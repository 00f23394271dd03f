// Addresses of face pictures for <img>: files of the browser's storage, a few hundred at a time, so that pictures stay on the disk.

export interface FaceUrls {
  /** A `blob:` address; undefined where the picture is not there. */
  faceUrl(path: string): Promise<string | undefined>;
}

/** More than any screen shows. */
const mostOpen = 600;

export function faceUrls() {
  let folder: Promise<FileSystemDirectoryHandle> | undefined;
  const open = new Map<string, Promise<string | undefined>>();
  const close = (path: string) => {
    const url = open.get(path);
    open.delete(path);
    void url?.then((address) => address !== undefined && URL.revokeObjectURL(address));
  };
  return {
    faceUrl(path: string): Promise<string | undefined> {
      const known = open.get(path);
      if (known !== undefined) {
        // The most recently shown is the last to go.
        open.delete(path);
        open.set(path, known);
        return known;
      }
      const url = addressOf(folder, path);
      open.set(path, url);
      if (open.size > mostOpen) close(open.keys().next().value!);
      return url;
    },
    drop(paths: ReadonlySet<string>): void {
      for (const path of paths) close(path);
    },
    show(project: string): void {
      for (const path of [...open.keys()]) close(path);
      folder = navigator.storage
        .getDirectory()
        .then((root) => root.getDirectoryHandle('projects'))
        .then((projects) => projects.getDirectoryHandle(project))
        .then((own) => own.getDirectoryHandle('faces', { create: true }));
      folder.catch(() => {});
    },
  };
}

async function addressOf(
  folder: Promise<FileSystemDirectoryHandle> | undefined,
  path: string,
): Promise<string | undefined> {
  try {
    const handle = await (await folder)?.getFileHandle(path.slice(path.indexOf('/') + 1));
    return handle && URL.createObjectURL(await handle.getFile());
  } catch {
    return undefined;
  }
}
