// Tells which kind of dataset a folder is by the names in it, for hints when it was opened as another.
import { resolveExpression } from '../../expressions.ts';
import { splitNamed } from '../../split-names.ts';
import type { FolderContent } from './image-files.ts';

/** The kind of dataset that a folder's names speak for, or undefined. */
export function looksLike({ folders, images, others }: FolderContent): string | undefined {
  const file = (pattern: RegExp) => others.some((name) => pattern.test(name));
  const folder = (pattern: RegExp) => folders.some((name) => pattern.test(name));
  if (folder(/^FER2013(Train|Valid|Test)$/)) return 'ferplus';
  if (file(/^(fer2013|icml_face_data)\.csv$/)) return 'fer2013';
  if (folder(/^EmoLabel$/) || folder(/^DATASET$/) || file(/^list_patition_label\.txt$/)) return 'rafdb';
  if (folder(/^Manually_Annotated/) || folder(/^affectnet_info$/) || file(/^training\.csv$/)) return 'affectnet';
  if (folder(/^train_set$/) && folder(/^val(id)?_set$/)) return 'affectnet';
  if (file(/^label\.lst$/)) return 'expw';
  if (folder(/^(Train|Val)_Aligned_Faces/)) return 'sfew';
  if (images.some((name) => /^[A-Z]{2}\.(AN|DI|FE|HA|NE|SA|SU)\d\.\d+\.tiff?$/.test(name))) return 'jaffe';
  if (file(/\.parquet$/)) return 'parquet';
  const classes = new Set(folders.map(resolveExpression).filter((name) => name !== undefined));
  if (classes.size === 7 && folders.length === 7 && !classes.has('neutral')) return 'ck48';
  if (classes.size >= 2 || folders.some((name) => splitNamed(name) === 'train')) return 'folder';
  if (file(/\.csv$/)) return 'csv';
  return undefined;
}
