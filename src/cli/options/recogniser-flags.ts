// The options that choose a recogniser and how it finds faces, for pictures and for videos.
import type { Precision } from '../../configuration/precision.ts';
import type { NamedRecogniser } from '../../jobs/named-recogniser.ts';
import type { Prior } from '../../recognise/prior.ts';
import { classNames } from './class-names.ts';
import { type ComputeFlags, givenCompute } from './compute-options.ts';
import { numberWithin, wholeNumber } from './number-options.ts';

/** As they were typed. */
export interface RecogniserFlags extends ComputeFlags {
  readonly run: string;
  readonly clip?: string;
  readonly precision?: Precision;
  readonly classes?: string;
  readonly descriptions?: string;
  readonly prior?: Prior;
  readonly faces?: NamedRecogniser['faces'];
  readonly minFace?: string;
  readonly maxFaces?: string;
  readonly anyRotation?: true;
}

/** @throws MpaferError `usage` that names the option */
export async function namedRecogniser(flags: RecogniserFlags): Promise<NamedRecogniser> {
  const { run, clip, precision, classes, descriptions, prior, faces, minFace, maxFaces, anyRotation } = flags;
  return {
    run,
    clip,
    precision,
    classes: classes === undefined ? undefined : await classNames(classes, undefined),
    descriptions,
    prior,
    faces,
    minFace: minFace === undefined ? undefined : numberWithin('--min-face', minFace, 1, 100_000),
    maxFaces: maxFaces === undefined ? undefined : wholeNumber('--max-faces', maxFaces, 1, 100_000),
    anyRotation,
    ...givenCompute(flags),
  };
}
