// What is written beside a pretrained model: how it was made, on what, and how well it does.

import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import type { ModelRating } from './model-rating.ts';
import type { UnderstoodPhrase } from './understand-phrases.ts';
import type { ZeroShot } from './zero-shot.ts';

export interface ModelRecord {
  readonly name: string;
  /** When it was finished, ISO 8601. */
  readonly date: string;
  readonly command: string;
  readonly configuration: PretrainConfiguration;
  readonly parameters: { readonly image: number; readonly text: number };
  readonly data: {
    readonly train: string;
    readonly valid: string;
    readonly trainFaces: number;
    readonly validFaces: number;
    /** SHA-256 over names, splits, labels and votes, and over all grey pixels in order. */
    readonly fingerprint: string;
    readonly pixels: string;
  };
  readonly classes: readonly string[];
  /** Zero-shot on the validation split, by each way to prompt. */
  readonly zeroShot: Readonly<Record<string, ZeroShot>>;
  /** As `--run zero-shot` recognises the validation split. */
  readonly rating: ModelRating;
  readonly phrases: readonly UnderstoodPhrase[];
  /** Steps and seconds of each stage, pauses between sittings left out. */
  readonly stages: Readonly<Record<string, { readonly steps: number; readonly seconds: number }>>;
  /** When the run was begun and resumed, behind which step, with which configuration: a resumption may bring another. */
  readonly sittings: readonly {
    readonly at: string;
    readonly stage: string;
    readonly step: number;
    readonly configuration: PretrainConfiguration;
  }[];
  /** SHA-256 of each file of the model. */
  readonly files: Readonly<Record<string, string>>;
}
