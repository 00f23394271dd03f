// Writes a recogniser as an ONNX file, then runs that file beside the recogniser and says how far they are apart.
import { readFile } from 'node:fs/promises';
import { wholeNumber } from '../../cli/options/number-option.ts';
import type { Progress } from '../../cli/terminal/progress.ts';
import { MpaferError } from '../../core/errors.ts';
import { finish } from '../../core/finish.ts';
import { plural } from '../../core/plural.ts';
import { type Dataset, ofSplit, type Sample, type Split } from '../../data/dataset.ts';
import { expressions } from '../../data/expressions.ts';
import { openDataset } from '../../data/open-dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import { checkExport, type ExportCheck } from '../../export/check-export.ts';
import { exportOnnx, type Precision } from '../../export/export-onnx.ts';
import { exportableRun, exportableZeroShot } from '../../export/exportable.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import { packageVersion } from '../../platform/node/environment.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { type StagedFile, stageFile } from '../../platform/node/files/write-file.ts';
import { modelLicence } from '../../platform/node/models/model-licence.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { modelName } from '../../recognise/model-name.ts';
import { disclaimer } from '../../report/disclaimer.ts';
import { classNames } from '../class-names.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { openExportable } from './open-exportable.ts';

/** What the command line says of the file. */
export interface OnnxOptions {
  readonly run: string;
  readonly out: string;
  readonly precision: Precision | 'float16';
  readonly clip?: string;
  readonly classes?: string;
  readonly descriptions?: string;
  /** Spec of the faces to compare on. */
  readonly check?: string;
  readonly split: Split;
  readonly faces: string;
  readonly licence?: string;
}

export interface ExportedOnnx {
  readonly file: string;
  readonly bytes: number;
  readonly precision: Precision;
  readonly classes: readonly string[];
  readonly check: ExportCheck;
  readonly faces: {
    readonly name: string;
    readonly split: string;
    readonly labelled: boolean;
    readonly drawn: boolean;
  };
}

/** A file in float32 computes the same as the run, but for the order of sums. Beyond this it is wrong. */
const float32Tolerance = 1e-4;

/** @throws MpaferError `usage`, `run`, `checkpoint`, `model`, `disk`, and `graph` when the file does not compute what the run does */
export async function exportToOnnx(engine: Engine, options: OnnxOptions, progress: Progress): Promise<ExportedOnnx> {
  const { out, precision } = options;
  if (precision === 'float16') {
    throw new MpaferError('usage', 'Cannot write an ONNX file in float16: float32 and int8 are known');
  }
  const most = wholeNumber('--faces', options.faces, 1, 1e6);
  const { clip, recogniser, digest, trainedOn, named } = await whatToExport(engine, options);
  const faces = await facesFor(recogniser.classes, options);
  const origin = {
    clip: { name: modelName(clip.name), digest: await clip.digest() },
    checkpoint: digest,
    trainedOn,
    licence: options.licence ?? (await modelLicence(named)),
    notice: disclaimer.join(' '),
    writer: `mpafer ${packageVersion}`,
  };
  progress.show('writing');
  const written = await write(out, await exportOnnx(clip, recogniser, precision, origin));
  let check: ExportCheck;
  try {
    check = await checkFile(engine, written, progress, (exported) =>
      checkExport(engine, exported, clip, recogniser, spread(faces.samples, most)),
    );
    if (precision === 'float32') requireEqual(out, check);
  } catch (error) {
    await written.file.remove();
    throw error;
  }
  // Only now: what was there before is not lost to a file that turns out wrong.
  await written.file.place();
  const { name, split, labelled, drawn } = faces;
  return {
    file: out,
    bytes: written.size,
    precision,
    classes: recogniser.classes,
    check,
    faces: { name, split, labelled, drawn },
  };
}

function requireEqual(file: string, { differences }: ExportCheck): void {
  const worst = Math.max(...Object.values(differences));
  if (worst <= float32Tolerance) return;
  throw new MpaferError(
    'graph',
    `Cannot export to "${file}": the file differs from the run by ${worst}, at most ${float32Tolerance} is right`,
    { hint: 'This should not happen; please report it with the output of mpafer doctor' },
  );
}

type Written = Omit<OnnxModel, 'bytes'> & { readonly file: StagedFile; readonly size: number };

/** Keeps no hold on the bytes, which may be half a gigabyte. */
async function write(path: string, { bytes, ...rest }: OnnxModel): Promise<Written> {
  return { ...rest, file: await stageFile(path, bytes), size: bytes.length };
}

/** Runs what is on the disk, not what was meant to be written. */
async function checkFile(
  engine: Engine,
  { file, inputs, outputs, operators }: Written,
  progress: Progress,
  check: (exported: Awaited<ReturnType<Engine['load']>>) => AsyncGenerator<number, ExportCheck>,
): Promise<ExportCheck> {
  const exported = await engine.load({ bytes: await readFile(file.temporary), inputs, outputs, operators, files: [] });
  const found = await finish(check(exported), (done) => progress.show(`comparing  ${plural(done, 'face')}`));
  await exported.release();
  return found;
}

async function whatToExport(engine: Engine, { run, clip: named, classes, descriptions }: OnnxOptions) {
  if (run !== zeroShotName) {
    if (classes !== undefined || descriptions !== undefined) {
      throw new MpaferError('usage', `Cannot choose classes of "${run}": only ${zeroShotName} can be asked for others`);
    }
    const { checkpoint, digest, clip } = await openExportable(run, named);
    const recogniser = exportableRun(checkpoint);
    return { clip, digest, trainedOn: checkpoint.data, recogniser, named: named ?? clip.name };
  }
  const clip = await openClip(named ?? embeddedClip);
  const names = classes === undefined ? expressions : await classNames(classes, undefined);
  const recogniser = await exportableZeroShot(engine, clip, names, await loadDescriptions(descriptions));
  return { clip, digest: undefined, trainedOn: undefined, recogniser, named: named ?? embeddedClip };
}

/** So many at most, from all over the list: data sets are often in order of class. */
const spread = (samples: readonly Sample[], most: number): readonly Sample[] =>
  samples.length <= most
    ? samples
    : Array.from({ length: most }, (_, index) => samples[Math.floor((index * samples.length) / most)]!);

interface CheckFaces {
  readonly name: string;
  readonly split: string;
  readonly samples: readonly Sample[];
  /** Whether the labels are classes of the recogniser. */
  readonly labelled: boolean;
  readonly drawn: boolean;
}

/** Those that were asked for; otherwise drawn ones, whatever they show. */
async function facesFor(classes: readonly string[], { check, split }: OnnxOptions): Promise<CheckFaces> {
  const dataset: Dataset = await openDataset(check ?? 'synthetic:', nodeDataHost);
  const drawn = dataset.name === 'synthetic';
  if (check === undefined)
    return { name: dataset.name, split, samples: ofSplit(dataset, split), labelled: false, drawn };
  const { samples } = samplesFor(classes, dataset, split);
  return { name: dataset.name, split, samples, labelled: true, drawn };
}
