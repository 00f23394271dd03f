// Exports a run as a pack: its prompts and texts without CLIP, a few hundred kilobytes.
import { MpaferError } from '../../core/errors.ts';
import { writePack } from '../../export/pack.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { isEmbedded } from '../../platform/node/models/models.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { openExportable } from './open-exportable.ts';

/** Options of `exportPack`. */
export interface ExportPackOptions {
  /** Run folder, checkpoint file, or the name of a pack. */
  readonly run: string;
  /** File to write; an existing one is replaced. */
  readonly out: string;
  readonly precision: 'float32' | 'float16';
  readonly clip?: string | undefined;
}

/** The pack that was written. */
export interface ExportedPack {
  readonly file: string;
  readonly bytes: number;
  /** The CLIP to name wherever the pack is used; undefined for the built-in one. */
  readonly clip: string | undefined;
  readonly classes: readonly string[];
}

/**
 * Writes a pack.
 *
 * @returns its size, and what is needed to use it
 * @throws MpaferError `usage` for plain CLIP, `run`, `checkpoint`, `model`, `disk`
 * @example
 * ```ts
 * import { exportPack } from 'mpafer/jobs';
 * const { classes, bytes } = await exportPack({ run: 'fer2013', out: 'pack.safetensors', precision: 'float16' });
 * console.log(classes.length, bytes < 200_000); // 7 true
 * ```
 */
export async function exportPack({ run, out, precision, clip: named }: ExportPackOptions): Promise<ExportedPack> {
  if (run === zeroShotName) {
    throw new MpaferError('usage', `Cannot pack ${zeroShotName}: it has no prompts of its own`, {
      hint: 'Use its name wherever a run is expected, or export it as ONNX',
    });
  }
  const { checkpoint, clip } = await openExportable(run, named);
  const bytes = writePack(checkpoint, precision === 'float16');
  await writeFile(out, bytes);
  const model = named ?? clip.name;
  return { file: out, bytes: bytes.length, clip: isEmbedded(model) ? undefined : model, classes: checkpoint.classes };
}
