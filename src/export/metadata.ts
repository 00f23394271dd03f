// The metadata of an exported file: everything needed to use it on its own.
import type { ClipModel } from '../clip/load-clip.ts';
import type { Preprocessing } from '../clip/preprocessing.ts';
import type { TrainingData } from '../evaluate/training-data.ts';
import type { Exportable } from './exportable.ts';
import { outputMeanings, pixelsName, type RecogniserOutput } from './recogniser-outputs.ts';

/** The provenance of a file. */
export interface Origin {
  /** Name and SHA-256 of the CLIP whose weights are inside. */
  readonly clip: { readonly name: string; readonly digest: string };
  /** SHA-256 of the checkpoint, if there is one. */
  readonly checkpoint?: string | undefined;
  /** What its prompts were trained on, if known. */
  readonly trainedOn?: TrainingData | undefined;
  /** Of the weights. */
  readonly licence: string;
  /** What it must not be used for, in a few sentences. */
  readonly notice: string;
  /** Name and version of the program that wrote it. */
  readonly writer: string;
}

export const exportFormat = 'mpafer-recogniser-1';

/** How an image becomes a square, in words. */
function resizeText({ resize, edge, size, filter }: Preprocessing): string {
  const how = `${filter} with antialiasing as Pillow does it`;
  if (resize === 'stretch') return `to size in both directions, ${how}`;
  return `shorter side to ${edge === size ? 'size' : edge}, ${how}, then the middle square`;
}

/** What is recorded besides the recogniser itself. */
export interface MetadataDetails {
  readonly precision: string;
  /** Names of the file's outputs. */
  readonly outputs: readonly string[];
  readonly origin: Origin;
}

/** The file's metadata; lists and records are JSON. */
export function recogniserMetadata(
  { config: { image }, preprocessing }: Pick<ClipModel, 'config' | 'preprocessing'>,
  { classes, head, scale, temperature }: Exportable,
  { precision, outputs, origin: { clip, checkpoint, trainedOn, licence, notice, writer } }: MetadataDetails,
): Readonly<Record<string, string>> {
  const side = image.size / image.patch;
  const meanings = outputMeanings(head);
  const patches = { rows: side, columns: side, k: Math.min(head.topPatches, side * side) };
  return {
    format: exportFormat,
    classes: JSON.stringify(classes),
    preprocessing: JSON.stringify({
      input: pixelsName,
      what: 'one face, cropped as in training, upright',
      ...(trainedOn?.alignment && { alignment: trainedOn.alignment }),
      size: image.size,
      resize: resizeText(preprocessing),
      layout: 'batch, channel, row, column',
      channels: 'RGB',
      divideBy: 255,
      mean: preprocessing.mean,
      deviation: preprocessing.deviation,
    }),
    outputs: JSON.stringify(Object.fromEntries(outputs.map((name) => [name, meanings[name as RecogniserOutput]]))),
    ...(head.topPatches > 0 && { patches: JSON.stringify(patches) }),
    precision,
    scale: String(scale),
    temperature: String(temperature),
    clip: clip.name,
    clip_sha256: clip.digest,
    ...(checkpoint !== undefined && { checkpoint_sha256: checkpoint }),
    ...(trainedOn && { trained_on: JSON.stringify(trainedOn) }),
    licence,
    notice,
    writer,
  };
}
