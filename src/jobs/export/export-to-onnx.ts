// Exports a recogniser as an ONNX file, then compares the file's output with the recogniser's.
import { readFile } from 'node:fs/promises';
import { MpaferError } from '../../core/errors.ts';
import { relay } from '../../core/relay.ts';
import { type Dataset, ofSplit, type Sample, type Split } from '../../data/dataset.ts';
import { expressions } from '../../data/expressions.ts';
import { openDataset } from '../../data/open-dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
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
import { disclaimer } from '../../report/sections/limits.ts';
import { type JobEvent, progress } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { requireOwnClasses } from '../named-recogniser.ts';
import { openExportable } from './open-exportable.ts';

/** Options of `exportToOnnx`. */
export interface ExportOnnxOptions {
  /** Run folder, checkpoint file, or a name that `openRun` knows. */
  readonly run: string;
  /** File to write; an existing one is replaced only after the new one has been checked. */
  readonly out: string;
  readonly precision: Precision;
  readonly clip?: string | undefined;
  /** Classes to choose among; for plain CLIP only. */
  readonly classes?: readonly string[] | undefined;
  /** JSON file {class: description or list of descriptions}; for plain CLIP only. */
  readonly descriptions?: string | undefined;
  /** SPEC of the faces to compare on; drawn faces by default. */
  readonly check?: string | undefined;
  /** Split of those faces. */
  readonly split: Split;
  /** At most this many of them, 1 or more. */
  readonly faces: number;
  /** Licence of the CLIP weights, for the file's metadata; by default the model's known licence. */
  readonly licence?: string | undefined;
  readonly threads?: number | undefined;
}

/** The model that was written. */
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

/** A float32 file differs from the run only by the order of summation. A larger difference means that it is wrong. */
const float32Tolerance = 1e-4;

/**
 * Writes an ONNX file that computes what a recogniser does.
 *
 * @returns the file's size, and how much it differs from the recogniser
 * @throws MpaferError `graph` when a float32 file does not compute what the recogniser does; `usage` for classes or descriptions of a
 * trained run; `run`, `checkpoint`, `model`, `descriptions`, `data`, `image`, `disk`
 * @example
 * ```ts
 * import { exportToOnnx, finishJob } from 'mpafer/jobs';
 * const asked = { run: 'fer2013', out: 'model.onnx', precision: 'float32', split: 'test', faces: 8 } as const;
 * const { classes, check } = await finishJob(exportToOnnx(asked));
 * console.log(classes.length, check.sameClass); // 7 1
 * ```
 */
export async function* exportToOnnx(options: ExportOnnxOptions): AsyncGenerator<JobEvent, ExportedOnnx> {
  const { out, precision, threads } = options;
  await using engine = nodeEngine(threads === undefined ? {} : { threads });
  const { clip, recogniser, digest, trainedOn, named } = await whatToExport(engine, options);
  const faces = await facesFor(recogniser.classes, options);
  const origin = {
    clip: { name: modelName(clip.name), digest: await clip.digest() },
    checkpoint: digest,
    trainedOn,
    licence: options.licence ?? (await modelLicence(named)),
    notice: disclaimer.join(' '),
    writer: `mpafer ${packageVersion()}`,
  };
  const written = await write(out, await exportOnnx(clip, recogniser, precision, origin));
  let check: ExportCheck;
  try {
    check = yield* checkFile(engine, written, (exported) =>
      checkExport(engine, exported, clip, recogniser, spread(faces.samples, options.faces)),
    );
    if (precision === 'float32') requireEqual(out, check);
  } catch (error) {
    await written.file.remove();
    throw error;
  }
  // Only now, so that a wrong file does not replace a good one.
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
    `Cannot export to "${file}": the file differs from the run by ${worst}; expected at most ${float32Tolerance}`,
    { hint: 'This should not happen; please report it with your environment' },
  );
}

type Written = Omit<OnnxModel, 'bytes'> & { readonly file: StagedFile; readonly size: number };

/** Keeps no reference to the bytes, which may be half a gigabyte. */
async function write(path: string, { bytes, ...rest }: OnnxModel): Promise<Written> {
  return { ...rest, file: await stageFile(path, bytes), size: bytes.length };
}

/** Runs what is on disk, not what was meant to be written. */
async function* checkFile(
  engine: Engine,
  { file, inputs, outputs, operators }: Written,
  check: (exported: Awaited<ReturnType<Engine['load']>>) => AsyncGenerator<number, ExportCheck>,
): AsyncGenerator<JobEvent, ExportCheck> {
  const exported = await engine.load({ bytes: await readFile(file.temporary), inputs, outputs, operators, files: [] });
  const found = yield* relay(check(exported), (done) => progress('comparing faces', done));
  await exported.release();
  return found;
}

async function whatToExport(engine: Engine, { run, clip: named, classes, descriptions }: ExportOnnxOptions) {
  if (run !== zeroShotName) {
    requireOwnClasses({ run, classes, descriptions });
    const { checkpoint, digest, clip } = await openExportable(run, named);
    const recogniser = exportableRun(checkpoint);
    return { clip, digest, trainedOn: checkpoint.data, recogniser, named: named ?? clip.name };
  }
  const clip = await openClip(named ?? embeddedClip);
  const recogniser = await exportableZeroShot(
    engine,
    clip,
    classes ?? expressions,
    await loadDescriptions(descriptions),
  );
  return { clip, digest: undefined, trainedOn: undefined, recogniser, named: named ?? embeddedClip };
}

/** At most this many, spread over the whole list, since data sets are often ordered by class. */
const spread = (samples: readonly Sample[], most: number): readonly Sample[] =>
  samples.length <= most
    ? samples
    : Array.from({ length: most }, (_, index) => samples[Math.floor((index * samples.length) / most)]!);

interface CheckFaces {
  readonly name: string;
  readonly split: string;
  readonly samples: readonly Sample[];
  /** Whether the labels are classes of the recogniser, so that accuracy can be measured. */
  readonly labelled: boolean;
  readonly drawn: boolean;
}

/** The requested faces, or drawn ones, whose labels do not matter. */
async function facesFor(classes: readonly string[], { check, split }: ExportOnnxOptions): Promise<CheckFaces> {
  const dataset: Dataset = await openDataset(check ?? 'synthetic:', nodeDataHost);
  const drawn = dataset.drawn === true;
  if (check === undefined)
    return { name: dataset.name, split, samples: ofSplit(dataset, split), labelled: false, drawn };
  const { samples } = samplesFor(classes, dataset, split);
  return { name: dataset.name, split, samples, labelled: true, drawn };
}
