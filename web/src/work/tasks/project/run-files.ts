// The files of a run in the project, under the names that the command line uses.
import { readCheckpoint, runFiles } from 'mpafer';
import { bytesOf, opened, whereMissing } from './open-project.ts';

export interface RunSummary {
  readonly name: string;
  /** Whether training ended; otherwise it can be resumed. */
  readonly finished: boolean;
}

export async function runsOf(): Promise<readonly RunSummary[]> {
  const files = await opened().files.files('runs');
  const names = [...new Set(files.map(({ path }) => path.split('/')[1]!))].sort(inOrder);
  return names.map((name) => ({
    name,
    finished: files.some(({ path }) => path === `runs/${name}/${runFiles.report}`),
  }));
}

/** `prompts-10` comes behind `prompts-9`. */
const inOrder = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);

export interface RunFolder {
  read(name: string): Promise<Uint8Array | undefined>;
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Keeps the state before it, so that one of them can be read whatever happens. */
  writeState(bytes: Uint8Array): Promise<void>;
  /** The latest state that can be read. */
  readState(): Promise<Uint8Array | undefined>;
}

export function runFolder(run: string): RunFolder {
  const { files } = opened();
  const at = (name: string) => `runs/${run}/${name}`;
  const read = (name: string) => files.read(at(name)).catch(whereMissing);
  const readable = (bytes: Uint8Array | undefined, name: string): bytes is Uint8Array => {
    try {
      if (bytes !== undefined) readCheckpoint(bytes, name);
      return bytes !== undefined;
    } catch {
      return false;
    }
  };
  return {
    read,
    write: (name, content) => files.write(at(name), typeof content === 'string' ? bytesOf(content) : content),
    async writeState(bytes) {
      const before = await read(runFiles.state);
      if (readable(before, runFiles.state)) await files.write(at(runFiles.previousState), before);
      await files.write(at(runFiles.state), bytes);
    },
    async readState() {
      for (const name of [runFiles.state, runFiles.previousState]) {
        const bytes = await read(name);
        if (readable(bytes, name)) return bytes;
      }
      return undefined;
    },
  };
}
