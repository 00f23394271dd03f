// The options of openRecogniser that are the same in Node and in pages, and their checks.
import { type Precision, precisions } from '../configuration/precision.ts';
import { MpaferError } from '../core/errors.ts';
import { requireKnownOptions } from '../core/known-options.ts';
import { kindOf, showValue } from '../core/show-value.ts';
import type { Engine } from '../engine/engine.ts';
import { checkFindOptions, type FindOptions, findOptionNames } from '../faces/find-options.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import type { MethodOptions } from '../method/options.ts';
import type { DownloadProgress } from './fetch-bytes.ts';
import { refuseFindOptions } from './picture-faces.ts';
import { type Prior, priors } from './prior.ts';

/**
 * The pack that recognises faces where no other is named: of those that ship, the one that does better on other people's photos (CK+48,
 * every face: WAR 78.2 and UAR 71.0; `ferplus` 61.9 and 46.0; docs/results.md).
 */
export const defaultPack = 'fer2013';

/**
 * Where programs run: `cpu` is the host's fastest way on processors, `wasm` its WebAssembly, `webgpu` any GPU. In Node also `cuda`, a GPU of
 * NVIDIA, and `auto`, the soonest of the machine's devices.
 */
export type RecogniserProvider = 'cpu' | 'wasm' | 'webgpu' | 'cuda' | 'auto';

/** Plain CLIP, which needs no training: classes of your own by name and description. */
export interface ZeroShotRun {
  readonly run: 'zero-shot';
  /** Two or more; the eight expressions by default. */
  readonly classes?: readonly string[] | undefined;
  /** What one sees in each class, a sentence or several; those that ship by default, which know the eight expressions. */
  readonly descriptions?: Descriptions | undefined;
  /** 3 by default; 2 needs no descriptions: "a photo of a person making a facial expression of [class]". */
  readonly hardPrompt?: MethodOptions['hardPrompt'] | undefined;
  /** How frequent the classes are taken to be: as in the training of the CLIP (`trained`, the default), or all alike (`even`). */
  readonly prior?: Prior | undefined;
}

/** Options of `openRecogniser`. */
export interface RecogniserOptions extends Omit<FindOptions, 'signal'> {
  /** Name, path or address of the CLIP; by default the one that the recogniser was trained with, where that is known, or the one that ships. */
  readonly clip?: string | undefined;
  /** What the towers compute in; by default what they were trained in. */
  readonly precision?: Precision | undefined;
  /** `cpu` (the default), `wasm` or `webgpu`; in Node also `cuda` or `auto`. */
  readonly provider?: RecogniserProvider | undefined;
  /** Threads per step; by default all cores, 1 in a page that is not cross-origin isolated. */
  readonly threads?: number | undefined;
  /** An engine of yours, which stays open when the recogniser is closed. */
  readonly engine?: Engine | undefined;
  /** Stops opening: it throws MpaferError `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Called as files are downloaded. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Faces with less confidence are `unsure`: 0 to 1. By default the recogniser's own threshold, or none where it has none. */
  readonly abstainBelow?: number | undefined;
  /**
   * `find` (the default): pictures are whole, and every face in them is found, aligned and recognised. `crop`: each picture is one face,
   * cropped as in training, and is taken as it is.
   */
  readonly faces?: (typeof faceModes)[number] | undefined;
}

/** How faces are looked for. */
export const faceModes = ['find', 'crop'] as const;

const names = {
  clip: true,
  precision: true,
  provider: true,
  threads: true,
  engine: true,
  signal: true,
  onProgress: true,
  abstainBelow: true,
  faces: true,
} satisfies Record<Exclude<keyof RecogniserOptions, keyof FindOptions> | 'signal', true>;

const ofRun = "Give it with the run: openRecogniser({ run: 'zero-shot', classes: [...] })";
const ofPages = 'It is an option of pages: import mpafer/browser';

const hints: Readonly<Record<string, string>> = {
  classes: ofRun,
  descriptions: ofRun,
  hardPrompt: ofRun,
  prior: ofRun,
  assets: ofPages,
  runtimeUrl: ofPages,
  workerUrl: ofPages,
  device: 'Use the option provider',
};

/** @param providers of the host @throws MpaferError `usage` or, for the provider, `host`: what was given and what is possible */
export function checkRecogniserOptions(options: RecogniserOptions, providers: readonly RecogniserProvider[]): void {
  requireKnownOptions('openRecogniser', options, [...Object.keys(names), ...findOptionNames], hints);
  const { provider, precision, threads, abstainBelow, faces, engine, signal, onProgress } = options;
  requireMethod('signal', signal, 'addEventListener', 'an AbortSignal');
  requireMethod('engine', engine, 'compile', 'an engine, of nodeEngine() or browserEngine()');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    refuse(`Cannot use ${showValue(onProgress)} as the option onProgress; expected a function`);
  oneOf('provider', provider, providers, {
    code: 'host',
    hint: 'Use "webgpu" for any GPU, including those of NVIDIA',
  });
  oneOf('precision', precision, precisions);
  oneOf('faces', faces, faceModes, { hint: 'Use "find" for whole pictures and "crop" for pictures of one face each' });
  if (faces === 'crop') refuseFindOptions(options);
  else checkFindOptions(options);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    refuse(`Cannot use ${threads} threads; expected a whole number from 1`);
  }
  if (abstainBelow !== undefined && !(typeof abstainBelow === 'number' && abstainBelow >= 0 && abstainBelow <= 1)) {
    refuse(`Cannot abstain below a confidence of ${String(abstainBelow)}; expected 0 to 1`);
  }
  if (engine !== undefined && (provider !== undefined || threads !== undefined)) {
    refuse(
      'Cannot change the provider or threads of an engine that is open; expected either an engine or its options',
      {
        hint: 'Leave out the options provider and threads, or create the engine with them',
      },
    );
  }
}

/** Objects of other versions and other windows are none of ours by `instanceof`: one method says what they are. */
export function requireMethod(name: string, value: unknown, method: string, expected: string): void {
  if (value === undefined || typeof Object(value)[method] === 'function') return;
  refuse(`Cannot use ${showValue(value)} as the option ${name}; expected ${expected}`);
}

/** What is to be opened: plain CLIP with its classes, or a name, path or address. */
export type RunRequest = ZeroShotRun | { readonly run: string };

/** @throws MpaferError `usage` when it is neither a name nor a description of plain CLIP */
export function runRequest(run: unknown = defaultPack): RunRequest {
  if (run === 'zero-shot') return { run };
  if (typeof run === 'string' && run !== '') return { run };
  if (Object.prototype.toString.call(run) === '[object URL]') return { run: String(run) };
  const asked = Object(run) as Partial<ZeroShotRun>;
  if (asked.run !== 'zero-shot') {
    const found = run === '' ? 'an empty name' : kindOf(run);
    refuse(`Cannot open a recogniser by ${found}; expected a name, path, URL or { run: 'zero-shot', classes }`);
  }
  requireKnownOptions('zero-shot', asked, ['run', 'classes', 'descriptions', 'hardPrompt', 'prior']);
  const { classes, prior } = asked;
  oneOf('prior', prior, priors);
  const isText = (name: unknown) => typeof name === 'string' && name.trim() !== '';
  if (classes !== undefined && !(Array.isArray(classes) && classes.length >= 2 && classes.every(isText))) {
    refuse('Cannot choose among the given classes; expected an array of two or more names');
  }
  const twice = classes?.find((name, index) => classes.indexOf(name) !== index);
  if (twice !== undefined) refuse(`Cannot choose among classes that contain "${twice}" twice`);
  return { ...asked, run: 'zero-shot' };
}

function oneOf(
  name: string,
  value: unknown,
  known: readonly string[],
  { code = 'usage', hint }: { readonly code?: 'usage' | 'host'; readonly hint?: string } = {},
): void {
  if (value === undefined || known.includes(value as string)) return;
  const listed = known.map((each) => `"${each}"`).join(', ');
  throw new MpaferError(
    code,
    `Unknown ${name} ${JSON.stringify(value)}; expected ${listed.replace(/, ([^,]+)$/, ' or $1')}`,
    hint === undefined ? {} : { hint },
  );
}

function refuse(message: string, options: { hint?: string } = {}): never {
  throw new MpaferError('usage', message, options);
}
