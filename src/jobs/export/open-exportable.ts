// Opens a run for export: its checkpoint, the digest of its file, and its CLIP.
import type { ClipModel } from '../../clip/load-clip.ts';
import { sha256 } from '../../core/sha256.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import type { Checkpoint } from '../../recognise/checkpoint.ts';
import { requireSameClip } from '../../recognise/clip-identity.ts';

export interface OpenExportable {
  readonly checkpoint: Checkpoint;
  /** SHA-256 of the checkpoint's file. */
  readonly digest: string;
  readonly clip: ClipModel;
}

/** @throws MpaferError `run`, `checkpoint` when it was trained on another CLIP, `model` */
export async function openExportable(run: string, clipName: string | undefined): Promise<OpenExportable> {
  const { checkpoint, bytes, file, clip } = await openCheckpoint(run, clipName);
  await requireSameClip(checkpoint, clip, file);
  return { checkpoint, digest: await sha256(bytes), clip };
}
