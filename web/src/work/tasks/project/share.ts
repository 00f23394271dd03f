// What leaves the project: a zip of it, and recognisers as files. Long files go through the browser's storage, not through memory.
import { exportableRun, exportOnnx, project as format, MpaferError, runFiles, studio, writePack } from 'mpafer';
import { checkpointFor } from './checkpoint-for.ts';
import { exportsFolder } from './exports-folder.ts';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';
import { projectDataset } from './project-dataset.ts';
import { runFolder } from './run-files.ts';
import { taughtHead } from './taught-head.ts';

/** Writes pieces to a file of the browser's own, one after the other. */
async function writeOut(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): Promise<File> {
  const handle = await (await exportsFolder()).getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  let written = 0;
  try {
    for await (const piece of pieces) {
      await writable.write(piece as Uint8Array<ArrayBuffer>);
      written += piece.length;
      onBytes(written);
    }
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
  return handle.getFile();
}

/** Which faces a zip holds: all, to keep them; those that nobody refused, or those of people who agreed, to hand them on. */
export type ZipFaces = 'all' | 'not refused' | 'agreed';

/** The project as a zip. */
export async function zipOf(which: ZipFaces, onBytes: (bytes: number) => void): Promise<File> {
  const { project, faces, files, name } = opened();
  const kept = new Set(
    faces
      .filter((face) => {
        const consent = format.consentFor(face, project);
        return which === 'all' || consent === 'given' || (which === 'not refused' && consent === undefined);
      })
      .map(({ path }) => path),
  );
  const table = format.writeFaces(
    faces.filter(({ path }) => kept.has(path)),
    project,
  );
  const source: format.ProjectSource = {
    files: (folder) => files.files(folder),
    read: async (path) => (path === format.facesFile ? new TextEncoder().encode(table) : files.read(path)),
  };
  // Pictures that no row names are what a closed tab left behind.
  const pieces = format.projectZipPieces(
    source,
    `${name}.mpafer.zip`,
    (path) => path.startsWith('faces/') && !kept.has(path),
  );
  return writeOut(`${name}.mpafer.zip`, pieces, onBytes);
}

/** A pack: the head taught by all faces, as `mpafer teach` makes it, or a run. It is kept in the project too. */
export async function packOf(source: Source, models: Models, signal: AbortSignal): Promise<File> {
  const checkpoint =
    source === 'head'
      ? (await taughtHead(models, await projectDataset(), 'all', signal)).checkpoint
      : await checkpointFor(source, models);
  const bytes = writePack(checkpoint);
  const { files, name } = opened();
  await files.write(`packs/${source}.safetensors`, bytes);
  return new File([bytes as Uint8Array<ArrayBuffer>], `${name}-${source}.safetensors`);
}

export async function onnxOf(source: Source, models: Models): Promise<File> {
  const checkpoint = await checkpointFor(source, models);
  const { clip } = models;
  const { bytes } = await exportOnnx(clip, exportableRun(checkpoint), 'float32', {
    clip: { name: 'face-clip', digest: await clip.digest() },
    trainedOn: checkpoint.data,
    licence: 'MIT (face-clip); the faces it was taught by are the user\u2019s own',
    notice:
      'An expression is not a feeling. Not for emotion recognition at work or in education, nor for decisions about people; people in view must be told.',
    writer: 'the studio of mpafer',
  });
  return new File([bytes as Uint8Array<ArrayBuffer>], `${opened().name}-${source}.onnx`);
}

/** The model card that a run has. */
export async function cardOf(run: string): Promise<File> {
  const bytes = await runFolder(run).read(runFiles.card);
  if (bytes === undefined)
    throw new MpaferError('run', `Cannot give the model card of "${run}": it has not been trained to its end`);
  return new File([bytes as Uint8Array<ArrayBuffer>], 'MODEL_CARD.md');
}

/** A run as the folder that the command line reads, in a zip. */
export async function runZip(run: string): Promise<File> {
  const { files, name } = opened();
  const start = `runs/${run}/`;
  const paths = (await files.files(`runs/${run}`)).map(({ path }) => path).sort();
  const inputs = paths.map((path) => ({
    path: path.slice(start.length - run.length - 1),
    read: () => files.read(path),
  }));
  return writeOut(`${name}-${run}.zip`, studio.zipPieces(inputs, `${run}.zip`), () => {});
}
