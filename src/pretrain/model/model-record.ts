// The record saved with a pretrained model: how it was made, on which data, and how well it performs.

import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import type { ModelRating } from './model-rating.ts';
import type { UnderstoodPhrase } from './understand-phrases.ts';
import type { ZeroShot } from './zero-shot.ts';

/** What is kept of the record of a CLIP that another one was adapted from. */
export type BaseRecord = Pick<ModelRecord, 'date' | 'command' | 'stages'>;

export interface ModelRecord {
  readonly name: string;
  /** When training finished, ISO 8601. */
  readonly date: string;
  readonly command: string;
  readonly configuration: PretrainConfiguration;
  /** The CLIP that it was adapted from, with the digest of its weights; absent where it was trained from scratch. */
  readonly from?: string;
  /** How that CLIP was made; absent if there is no training record beside it. */
  readonly base?: BaseRecord;
  readonly parameters: { readonly image: number; readonly text: number };
  readonly data: {
    readonly train: string;
    readonly valid: string;
    readonly trainFaces: number;
    readonly validFaces: number;
    /** SHA-256 over names, splits, labels and votes; `pixels` is that over all grey pixels in order. */
    readonly fingerprint: string;
    readonly pixels: string;
  };
  readonly classes: readonly string[];
  /** Zero-shot scores on the validation split, for each set of prompts. */
  readonly zeroShot: Readonly<Record<string, ZeroShot>>;
  /** Zero-shot recognition of the validation split, as users of the model will see it. */
  readonly rating: ModelRating;
  readonly phrases: readonly UnderstoodPhrase[];
  /** Steps and seconds of each stage, without the pauses between sittings. */
  readonly stages: Readonly<Record<string, { readonly steps: number; readonly seconds: number }>>;
  /** When the run was started and resumed, after which step and with which configuration, which may change on resuming. */
  readonly sittings: readonly {
    readonly at: string;
    readonly stage: string;
    readonly step: number;
    readonly configuration: PretrainConfiguration;
  }[];
  /** SHA-256 of each file of the model. */
  readonly files: Readonly<Record<string, string>>;
}
