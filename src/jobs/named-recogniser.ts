// The recogniser of a job: the options that name it, how it is opened, and how it is reported.
import type { Precision } from '../configuration/precision.ts';
import { MpaferError } from '../core/errors.ts';
import { openRecogniser, type Picture } from '../platform/node/models/open-recogniser.ts';
import { zeroShotName } from '../platform/node/models/packs.ts';
import type { Video } from '../platform/node/video/open-video.ts';
import type { ExpressionRecogniser } from '../recognise/expression-recogniser.ts';
import type { Prior } from '../recognise/prior.ts';
import type { RecogniserOptions } from '../recognise/recogniser-options.ts';
import type { ComputeOptions } from './job-engine.ts';
import { loadDescriptions } from './load-descriptions.ts';
import { runDigest } from './run-digest.ts';

export interface NamedRun {
  /** Run folder, checkpoint file, or a name that `openRun` knows. */
  readonly run: string;
  /** Classes to choose among; for plain CLIP only. */
  readonly classes?: readonly string[] | undefined;
  /** JSON file {class: description or list of descriptions}; for plain CLIP only. */
  readonly descriptions?: string | undefined;
  /** How frequent the classes are taken to be; for plain CLIP only. */
  readonly prior?: Prior | undefined;
}

/** A run, and how it is to find faces and to compute. */
export interface NamedRecogniser
  extends NamedRun,
    ComputeOptions,
    Pick<RecogniserOptions, 'faces' | 'minFace' | 'maxFaces' | 'anyRotation' | 'signal'> {
  readonly clip?: string | undefined;
  readonly precision?: Precision | undefined;
}

/** @throws MpaferError `usage` when a trained run is given classes, descriptions or a prior */
export function requireOwnClasses({ run, classes, descriptions, prior }: NamedRun): void {
  requireOwnPrior(run, prior);
  if (run === zeroShotName || (classes === undefined && descriptions === undefined)) return;
  throw new MpaferError('usage', `Cannot choose classes or descriptions for "${run}": a trained run has its own`, {
    hint: `Only ${zeroShotName} takes others`,
  });
}

/** @throws MpaferError `usage` when a trained run is given a prior */
export function requireOwnPrior(run: string, prior: Prior | undefined): void {
  if (run === zeroShotName || prior === undefined) return;
  throw new MpaferError('usage', `Cannot choose the prior of "${run}": a trained run has its own`, {
    hint: `Only ${zeroShotName} takes another`,
  });
}

/** @throws MpaferError `run`, `checkpoint`, `safetensors`, `model`, `descriptions`, `aborted` */
export async function openNamed(options: NamedRecogniser): Promise<ExpressionRecogniser<Picture, Video>> {
  const { run, clip, precision, classes, prior, threads, device: provider, signal } = options;
  const { faces, minFace, maxFaces, anyRotation } = options;
  const descriptions = await loadDescriptions(options.descriptions);
  const request = run === zeroShotName ? ({ run: 'zero-shot', classes, descriptions, prior } as const) : run;
  return openRecogniser(request, { clip, precision, threads, provider, signal, faces, minFace, maxFaces, anyRotation });
}

/** What tells a run from another under the same name: its bytes, its address, or the descriptions of plain CLIP. */
export async function identityOf({ run, descriptions, prior }: NamedRecogniser): Promise<unknown> {
  if (run === zeroShotName) {
    const texts = await loadDescriptions(descriptions);
    return prior === undefined ? texts : { prior, texts };
  }
  if (/^https?:/i.test(run)) return run;
  return runDigest(run);
}
