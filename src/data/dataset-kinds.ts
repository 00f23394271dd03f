// Every kind of dataset that a SPEC can name, with its options.
import { MpaferError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type { Dataset } from './dataset.ts';
import { refuseShares } from './deal-splits.ts';
import type { DataHost } from './host.ts';
import { labelNaming } from './label-names.ts';
import { ferplusRules } from './readers/ferplus/ferplus-rules.ts';
import { type MissingPolicy, missingPolicies } from './readers/layout/missing-images.ts';
import { outerLevels } from './readers/own/folder-layout.ts';
import { rafdbImages } from './readers/rafdb/rafdb-layout.ts';
import { boxRules } from './readers/table/box-columns.ts';
import type { SpecOptions } from './spec-options.ts';
import { fewestFaces, synthetic } from './synthetic/synthetic.ts';

/** A kind of data set that `openDataset` can open. */
export interface DatasetKind {
  readonly kind: string;
  /** Another spelling of the kind. */
  readonly alias?: string;
  /** SPEC with its options, for help texts. */
  readonly usage: string;
  readonly summary: string;
  /**
   * Reads the options; what it returns opens the path.
   *
   * @param missing what becomes of images that are not there, where the options do not say; default `refuse`
   */
  prepare(
    options: SpecOptions,
    dealer: Random,
    missing?: MissingPolicy,
  ): (host: DataHost, path: string) => Promise<Dataset>;
}

const keepOrDrop = ['keep', 'drop'] as const;

const missingOf = (options: SpecOptions, fallback: MissingPolicy = 'refuse'): MissingPolicy =>
  options.choice('missing', missingPolicies, fallback);

/** A share that the user asked for; `undefined` leaves it to the reader, which refuses a share that it cannot apply. */
const shareOf = (options: SpecOptions, name: 'valid' | 'test'): number | undefined =>
  options.text(name) === undefined ? undefined : options.number(name, 0, 0.9, 0);

function sharesOf(options: SpecOptions) {
  const shares = { valid: shareOf(options, 'valid'), test: shareOf(options, 'test') };
  refuseShares(shares.valid ?? 0, shares.test ?? 0);
  return shares;
}

function foldOptions(options: SpecOptions, most: number) {
  const folds = options.integer('folds', 2, 50, most);
  const fold = options.integer('fold', 0, folds - 1, 0);
  return { folds, fold, valid: options.number('valid', 0, 0.9, 0.1) };
}

/** What numbers mean as labels: `table=` a set's own, or `classes=` names for 0, 1, 2 ... */
const namingOf = (options: SpecOptions) => labelNaming(options.text('table'), options.text('classes'));

/** Columns of a table that the user names. */
const columnsOf = (options: SpecOptions) => ({
  image: options.text('image'),
  label: options.text('label'),
  split: options.text('split'),
  group: options.text('group'),
});

// Each reader is imported when a data set of its kind is opened: a page loads those that it uses.
/** Every kind of data set that `openDataset` can open. */
export const datasetKinds: readonly DatasetKind[] = [
  {
    kind: 'ferplus',
    usage: 'ferplus:PATH?rule=majority|argmax|argmax8&duplicates=keep|drop&missing=refuse|drop',
    summary: 'FERPlus: FER2013 images with ten votes each, eight classes',
    prepare(options, _dealer, fallback) {
      const rule = options.choice('rule', ferplusRules, 'majority');
      const duplicates = options.choice('duplicates', keepOrDrop, 'keep');
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/ferplus/ferplus.ts')).ferplus(host, path, { rule, duplicates, missing });
    },
  },
  {
    kind: 'fer2013',
    usage: 'fer2013:PATH?duplicates=keep|drop&valid=0.1&test=0.2&missing=refuse|drop',
    summary: 'FER2013: fer2013.csv, class folders, or its seven labels for the FERPlus images',
    prepare(options, random, fallback) {
      const duplicates = options.choice('duplicates', keepOrDrop, 'keep');
      const shares = sharesOf(options);
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/fer2013/fer2013.ts')).fer2013(host, path, { random, duplicates, ...shares, missing });
    },
  },
  {
    kind: 'rafdb',
    usage: 'rafdb:PATH?images=aligned|aligned_224|original&valid=0&missing=refuse|drop',
    summary: 'RAF-DB basic: official layout, label lists of other projects, or class folders 1-7',
    prepare(options, random, fallback) {
      const wanted = options.text('images');
      const images = wanted === undefined ? {} : { images: options.choice('images', rafdbImages, 'aligned') };
      const valid = shareOf(options, 'valid');
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/rafdb/rafdb.ts')).rafdb(host, path, { random, valid, missing, ...images });
    },
  },
  {
    kind: 'affectnet',
    usage: 'affectnet:PATH?classes=7|8&valid=0&missing=refuse|drop',
    summary: 'AffectNet: original CSV with face boxes, cropped faces with _exp.npy or lists, class folders',
    prepare(options, random, fallback) {
      const wanted = options.text('classes');
      const classes =
        wanted === undefined ? {} : { classes: Number(options.choice('classes', ['7', '8'], '8')) as 7 | 8 };
      const valid = shareOf(options, 'valid');
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/affectnet/affectnet.ts')).affectnet(host, path, {
          random,
          valid,
          missing,
          ...classes,
        });
    },
  },
  {
    kind: 'ck48',
    usage: 'ck48:PATH?folds=5&fold=0&valid=0.1',
    summary: 'CK+48: seven class folders, split by subject, one fold is the test split',
    prepare(options, random) {
      const rules = foldOptions(options, 5);
      return async (host, path) => (await import('./readers/smaller/ck48.ts')).ck48(host, path, { random, ...rules });
    },
  },
  {
    kind: 'jaffe',
    alias: 'jafe',
    usage: 'jaffe:PATH?folds=10&fold=0&valid=0.1',
    summary: 'JAFFE: KA.AN1.39.tiff, split by subject, one fold is the test split',
    prepare(options, random) {
      const rules = foldOptions(options, 10);
      return async (host, path) => (await import('./readers/smaller/jaffe.ts')).jaffe(host, path, { random, ...rules });
    },
  },
  {
    kind: 'sfew',
    usage: 'sfew:PATH?valid=0',
    summary: 'SFEW 2.0: Train/ and Val/ with class folders, whole frames or aligned faces',
    prepare(options, random) {
      const valid = shareOf(options, 'valid');
      return async (host, path) => (await import('./readers/smaller/sfew.ts')).sfew(host, path, { random, valid });
    },
  },
  {
    kind: 'expw',
    usage: 'expw:PATH?valid=0.1&test=0.2&confidence=0&missing=refuse|drop',
    summary: 'ExpW: photographs and label.lst with face boxes; a split is dealt by photograph',
    prepare(options, random, fallback) {
      const shares = sharesOf(options);
      const confidence = options.number('confidence', 0, 100, 0);
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/smaller/expw.ts')).expw(host, path, { random, ...shares, confidence, missing });
    },
  },
  {
    kind: 'folder',
    usage: 'folder:PATH?valid=0.1&test=0.2&group=CHARACTERS|SEPARATOR&outer=class|subject',
    summary: 'your own: train|valid|test/<class>/image, or <class>/image with a split dealt here',
    prepare(options, random) {
      const shares = sharesOf(options);
      const rule = options.text('group');
      const group = rule !== undefined && /^[1-9]\d*$/.test(rule) ? Number(rule) : rule;
      const outer = options.text('outer') === undefined ? undefined : options.choice('outer', outerLevels, 'class');
      return async (host, path) =>
        (await import('./readers/own/folder.ts')).folder(host, path, {
          random,
          ...shares,
          outer,
          ...(group === undefined || group === '' ? {} : { group }),
        });
    },
  },
  {
    kind: 'csv',
    usage:
      'csv:FILE?image=COLUMN&label=COLUMN&split=COLUMN&group=COLUMN&boxes=crop|ignore&images=FOLDER&table=rafdb|affectnet|fer2013|expw&classes=NAME,NAME&valid=0.1&test=0.2&missing=refuse|drop',
    summary: 'your own: a CSV of path, label or votes for each class, and maybe split and subject',
    prepare(options, random, fallback) {
      const columns = columnsOf(options);
      const boxes = options.choice('boxes', boxRules, 'crop');
      const images = options.text('images');
      const naming = namingOf(options);
      const shares = sharesOf(options);
      const missing = missingOf(options, fallback);
      const rules = { random, ...shares, naming, missing, columns, boxes, ...(images === undefined ? {} : { images }) };
      return async (host, path) => (await import('./readers/own/csv-table.ts')).csvTable(host, path, rules);
    },
  },
  {
    kind: 'parquet',
    usage:
      'parquet:PATH?image=COLUMN&label=COLUMN&split=COLUMN&group=COLUMN&table=rafdb|affectnet|fer2013|expw&classes=NAME,NAME&valid=0.1&test=0.2&missing=refuse|drop',
    summary: 'Parquet as Hugging Face writes it: image {bytes, path} and label',
    prepare(options, random, fallback) {
      const columns = columnsOf(options);
      const naming = namingOf(options);
      const shares = sharesOf(options);
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/own/parquet.ts')).parquet(host, path, { random, ...shares, naming, columns, missing });
    },
  },
  {
    kind: 'yolo',
    usage: 'yolo:PATH?classes=NAME,NAME&valid=0.1&test=0.2&missing=refuse|drop',
    summary: 'YOLO boxes: images/ and labels/ with class names in data.yaml; each face is cut out',
    prepare(options, random, fallback) {
      const numbers = labelNaming(undefined, options.text('classes')).numbers;
      const classes = numbers && [...numbers.values()];
      const shares = sharesOf(options);
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/own/yolo.ts')).yolo(host, path, { random, ...shares, classes, missing });
    },
  },
  {
    kind: 'coco',
    usage: 'coco:PATH?valid=0.1&test=0.2&missing=refuse|drop',
    summary: 'COCO boxes: _annotations.coco.json or annotations/instances_*.json; each face is cut out',
    prepare(options, random, fallback) {
      const shares = sharesOf(options);
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/own/coco.ts')).coco(host, path, { random, ...shares, missing });
    },
  },
  {
    kind: 'webdataset',
    usage: 'webdataset:PATH?table=rafdb|affectnet|fer2013|expw&classes=NAME,NAME&valid=0.1&test=0.2',
    summary: 'WebDataset: tar archives of KEY.jpg with KEY.cls, KEY.txt or KEY.json',
    prepare(options, random) {
      const naming = namingOf(options);
      const shares = sharesOf(options);
      return async (host, path) =>
        (await import('./readers/own/webdataset.ts')).webDataset(host, path, { random, ...shares, naming });
    },
  },
  {
    kind: 'project',
    usage: 'project:PATH|ZIP?consent=any|given&valid=0.1&test=0.2&missing=refuse|drop',
    summary: 'a project of the studio: project.json, faces.csv and faces/, in a folder or a zip',
    prepare(options, random, fallback) {
      const consent = options.choice('consent', ['any', 'given'] as const, 'any');
      const shares = sharesOf(options);
      const missing = missingOf(options, fallback);
      return async (host, path) =>
        (await import('./readers/project/project.ts')).project(host, path, { random, ...shares, consent, missing });
    },
  },
  {
    kind: 'synthetic',
    usage: 'synthetic:?count=400&size=48&seed=1',
    summary: 'faces drawn from facial action units, eight classes, no files needed',
    prepare(options, random) {
      const count = options.integer('count', fewestFaces, 1_000_000, 400);
      const size = options.integer('size', 16, 512, 48);
      return async (_host, path) => {
        if (path !== '') {
          throw new MpaferError(
            'usage',
            `Cannot open "synthetic:${path}": drawn faces have no path; expected synthetic:`,
          );
        }
        return synthetic({ random, count, size });
      };
    },
  },
];
