// Recognises folders that this program wrote (runs, experiments, evaluations, models, annotated pictures), which are never input.
import type { DataHost } from '../../host.ts';
import { joinPath } from '../../host.ts';
import { type FolderContent, folderContent } from './image-files.ts';

/** Files found only in this program's output. */
const marks: readonly string[] = [
  'config.resolved.json',
  'metrics.jsonl',
  'experiment.json',
  'evaluation.json',
  'explanations.json',
  'comparison.json',
  'seeds.json',
  'prototypes.html',
  // Copies of pictures with the faces drawn in.
  'annotated.json',
];
/** How deep to follow nested folders. */
const deepest = 4;
const weights = /\.(safetensors|onnx)$/i;

/** Whether a folder contains a run, an experiment, an evaluation or a model. */
export const isRunOutput = ({ folders, others }: FolderContent): boolean =>
  folders.includes('checkpoints') || others.some((name) => marks.includes(name) || weights.test(name));

/** Whether a folder is such output, or contains nothing else, like `runs/` with only `runs/mine`. */
export async function holdsRunOutput(
  host: DataHost,
  path: string,
  content: FolderContent,
  depth = 0,
): Promise<boolean> {
  if (isRunOutput(content)) return true;
  if (content.images.length > 0 || content.folders.length === 0 || depth === deepest) return false;
  for (const name of content.folders) {
    const child = joinPath(path, name);
    if (!(await holdsRunOutput(host, child, await folderContent(host, child), depth + 1))) return false;
  }
  return true;
}

export const runOutputNote = (place: string): string =>
  `skipped folder ${place}: it holds output of an earlier run, not images`;
