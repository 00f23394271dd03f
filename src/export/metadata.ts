// The metadata of an exported file: everything needed to use it on its own.
import type { ClipConfig } from '../clip/config.ts';
import { clipDeviation, clipMean } from '../clip/preprocess.ts';
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

/** The file's metadata; lists and records are JSON. */
export function recogniserMetadata(
  { image }: ClipConfig,
  { classes, head, scale, temperature }: Exportable,
  precision: string,
  outputs: readonly string[],
  { clip, checkpoint, trainedOn, licence, notice, writer }: Origin,
): Readonly<Record<string, string>> {
  const side = image.size / image.patch;
  const patches = { rows: side, columns: side, k: Math.min(head.topPatches, side * side) };
  return {
    format: exportFormat,
    classes: JSON.stringify(classes),
    preprocessing: JSON.stringify({
      input: pixelsName,
      what: 'one face, cropped as in training, upright',
      size: image.size,
      resize: 'shorter side to size, bicubic with antialiasing as Pillow does it, then the middle square',
      layout: 'batch, channel, row, column',
      channels: 'RGB',
      divideBy: 255,
      mean: clipMean,
      deviation: clipDeviation,
    }),
    outputs: JSON.stringify(
      Object.fromEntries(outputs.map((name) => [name, outputMeanings[name as RecogniserOutput]])),
    ),
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
