// Opens a dataset by its SPEC, `kind:path?name=value&...`.
import { MpaferError } from '../core/errors.ts';
import { type Random, random } from '../core/random.ts';
import type { Dataset } from './dataset.ts';
import type { DataHost } from './host.ts';
import { nearestName } from '../core/nearest-name.ts';
import { ck48 } from './readers/ck48.ts';
import { fer2013 } from './readers/fer2013.ts';
import { ferplus } from './readers/ferplus.ts';
import { ferplusRules } from './readers/ferplus-rules.ts';
import { folder } from './readers/folder.ts';
import { parseSpec, type SpecOptions, specOptions } from './spec-options.ts';
import { fewestFaces, synthetic } from './synthetic/synthetic.ts';

export interface DatasetKind {
  readonly kind: string;
  /** SPEC with its options, for help texts. */
  readonly usage: string;
  readonly summary: string;
  /** Reads the options; what it returns opens the path. */
  prepare(options: SpecOptions, dealer: Random): (host: DataHost, path: string) => Promise<Dataset>;
}

const keepOrDrop = ['keep', 'drop'] as const;

/** Every kind that a SPEC can name. */
export const datasetKinds: readonly DatasetKind[] = [
  {
    kind: 'ferplus',
    usage: 'ferplus:PATH?rule=majority|argmax|argmax8&duplicates=keep|drop',
    summary: 'FERPlus: FER2013 images with ten votes each, eight classes',
    prepare(options) {
      const rule = options.choice('rule', ferplusRules, 'majority');
      const duplicates = options.choice('duplicates', keepOrDrop, 'keep');
      return (host, path) => ferplus(host, path, { rule, duplicates });
    },
  },
  {
    kind: 'fer2013',
    usage: 'fer2013:PATH?duplicates=keep|drop',
    summary: 'FER2013: the same images under their original seven labels',
    prepare(options) {
      const duplicates = options.choice('duplicates', keepOrDrop, 'keep');
      return (host, path) => fer2013(host, path, { duplicates });
    },
  },
  {
    kind: 'ck48',
    usage: 'ck48:PATH?folds=5&fold=0&valid=0.1',
    summary: 'CK+48: seven class folders, split by subject, one fold is the test split',
    prepare(options, dealer) {
      const folds = options.integer('folds', 2, 50, 5);
      const fold = options.integer('fold', 0, folds - 1, 0);
      const valid = options.number('valid', 0, 0.9, 0.1);
      return (host, path) => ck48(host, path, { random: dealer, folds, fold, valid });
    },
  },
  {
    kind: 'folder',
    usage: 'folder:PATH?valid=0.1&test=0.2&group=CHARACTERS|SEPARATOR',
    summary: 'your own: train|valid|test/<class>/image, or <class>/image with a split dealt here',
    prepare(options, dealer) {
      const valid = options.number('valid', 0, 0.9, 0.1);
      const test = options.number('test', 0, 0.9, 0.2);
      if (valid + test >= 1) {
        throw new MpaferError(
          'usage',
          `Cannot split a folder with valid=${valid} and test=${test}: nothing is left to train on`,
        );
      }
      const rule = options.text('group');
      const group = rule !== undefined && /^[1-9]\d*$/.test(rule) ? Number(rule) : rule;
      return (host, path) =>
        folder(host, path, { random: dealer, valid, test, ...(group === undefined || group === '' ? {} : { group }) });
    },
  },
  {
    kind: 'synthetic',
    usage: 'synthetic:?count=400&size=48&seed=1',
    summary: 'faces drawn from facial action units, eight classes, no files needed',
    prepare(options, dealer) {
      const count = options.integer('count', fewestFaces, 1_000_000, 400);
      const size = options.integer('size', 16, 512, 48);
      return async (_host, path) => {
        if (path !== '') {
          throw new MpaferError(
            'usage',
            `Cannot open "synthetic:${path}": drawn faces have no path, needed synthetic:`,
          );
        }
        return synthetic({ random: dealer, count, size });
      };
    },
  },
];

/**
 * Opens a dataset: its labels are read and checked, its images not yet.
 *
 * @param spec `kind:path`, options behind it as `?name=value&name=value`; `seed=N` decides every split that is dealt
 *   here and overrides `options.seed`
 * @param options.seed for dealt splits, default 1. Keep it apart from the seed of training, so that runs of several seeds
 *   are tested on the same images.
 * @throws MpaferError `usage` for an unknown kind or option, `data` or `label` for what is wrong with the files
 */
export async function openDataset(spec: string, host: DataHost, options: { seed?: number } = {}): Promise<Dataset> {
  const parsed = parseSpec(spec);
  const found = datasetKinds.find(({ kind }) => kind === parsed.kind);
  if (found === undefined) throw unknownKind(spec, parsed.kind);
  const read = specOptions(parsed);
  const seed = read.integer('seed', 0, Number.MAX_SAFE_INTEGER, options.seed ?? 1);
  const open = found.prepare(read, random(seed).split('dataset', found.kind));
  read.finish();
  if (parsed.path === '' && found.usage.includes('PATH')) {
    throw new MpaferError(
      'usage',
      `Cannot open "${spec}": there is no path behind the colon, needed ${found.kind}:PATH`,
    );
  }
  return open(host, parsed.path);
}

function unknownKind(spec: string, kind: string): MpaferError {
  const kinds = datasetKinds.map((known) => known.kind);
  const near = nearestName(kind, kinds);
  const isPath = !spec.includes(':') || /^[a-z]:[\\/]/i.test(spec);
  return new MpaferError(
    'usage',
    `Cannot open the dataset "${spec}": ${isPath ? 'it names no kind' : `there is no kind "${kind}"`}, known are ${kinds.map((name) => `${name}:`).join(' ')}`,
    near !== undefined
      ? { hint: `Did you mean ${near}:?` }
      : isPath
        ? { hint: `For images in class folders write folder:${spec}` }
        : {},
  );
}
