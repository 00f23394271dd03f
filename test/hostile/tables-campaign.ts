// Damaged label files: CSV, lists, NumPy and Parquet files of every kind of data set, opened and their images read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Random } from '../../src/core/random.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { memoryHost } from '../data/memory-host.ts';
import { npyFile } from '../data/npy-file.ts';
import { greyPng } from '../data/temp-folder.ts';
import type { Campaign } from './campaign.ts';
import { damaged, oneOf } from './damaged-bytes.ts';

const goldenParquet = join(import.meta.dirname, '../golden/parquet');

interface LabelFiles {
  readonly spec: string;
  /** What is damaged. */
  readonly labels: Readonly<Record<string, string | Uint8Array>>;
  /** Images, which stay intact. */
  readonly images: readonly string[];
}

const pixels = (first: number) => [first, ...new Array(2303).fill(70)].join(' ');
const votes = (name: string, counts: string) => `${name}.png,"(0, 0, 48, 48)",${counts}\n`;
const voteNames = 'neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';
const affectnetHeader =
  'subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n';

const sets = (png: Uint8Array): readonly LabelFiles[] => [
  {
    spec: 'csv:list.csv?classes=joy,awe',
    labels: { 'list.csv': 'path,label,split,subject\na.png,0,train,s1\n"b.png",1,valid,s2\nc.png,0,test,s3\n' },
    images: ['a.png', 'b.png', 'c.png'],
  },
  {
    spec: 'csv:list.csv',
    labels: { 'list.csv': 'image,happiness,sadness,anger\na.png,3,0,7\nb.png,0.5,0.25,0.25\nc.png,1,0,0\n' },
    images: ['a.png', 'b.png', 'c.png'],
  },
  {
    spec: 'fer2013:set',
    labels: {
      'set/fer2013.csv': `emotion,pixels,Usage\n0,${pixels(1)},Training\n3,${pixels(2)},PublicTest\n6,${pixels(3)},PrivateTest\n`,
    },
    images: [],
  },
  {
    spec: 'ferplus:set',
    labels: {
      'set/fer2013.csv': `emotion,pixels,Usage\n0,${pixels(1)},Training\n3,${pixels(2)},PublicTest\n`,
      'set/fer2013new.csv': `Usage,Image name,${voteNames}\nTraining,fer0000000.png,4,0,0,1,3,2,0,0,0,0\nPublicTest,fer0000001.png,9,0,0,1,0,0,0,0,0,0\n`,
    },
    images: [],
  },
  {
    spec: 'ferplus:set?duplicates=drop',
    labels: {
      'set/FER2013Train/label.csv':
        votes('fer0000000', '6,0,1,1,0,0,0,0,2,0') + votes('fer0000001', '0,9,0,1,0,0,0,0,0,0'),
      'set/FER2013Valid/label.csv': votes('fer0028638', '0,0,9,0,0,0,1,0,0,0'),
      'set/fer2013-labels.csv':
        'image,split,fer2013,duplicate_in_other_split\nfer0000001.png,train,happiness,1\nfer0028638.png,valid,surprise,1\n',
    },
    images: ['set/FER2013Train/fer0000000.png', 'set/FER2013Train/fer0000001.png', 'set/FER2013Valid/fer0028638.png'],
  },
  {
    spec: 'rafdb:set?valid=0.3',
    labels: { 'set/EmoLabel/list_patition_label.txt': 'train_00001.jpg 5\ntrain_00002.jpg 4\ntest_0001.jpg 7\n' },
    images: ['train_00001', 'train_00002', 'test_0001'].map((name) => `set/Image/aligned/${name}_aligned.jpg`),
  },
  {
    spec: 'rafdb:set',
    labels: {
      'set/EmoLabel/images.txt': '1 train_00001.jpg\n2 test_0001.jpg\n',
      'set/EmoLabel/image_class_labels.txt': '1 5\n2 7\n',
      'set/EmoLabel/train_test_split.txt': '1 1\n2 0\n',
    },
    images: ['set/Image/aligned/train_00001.jpg', 'set/Image/aligned/test_0001.jpg'],
  },
  {
    spec: 'affectnet:set',
    labels: {
      'set/training.csv': `${affectnetHeader}1/a.jpg,3,2,4,5,179.67;276.19,1,-0.2,0.1\n1/b.jpg,0,0,8,8,1;2,7,0,0\n`,
      'set/validation.csv': `${affectnetHeader}1/c.jpg,1,1,4,4,1;2,6,0,0\n`,
    },
    images: ['a', 'b', 'c'].map((name) => `set/Manually_Annotated_Images/1/${name}.jpg`),
  },
  {
    spec: 'affectnet:set',
    labels: Object.fromEntries(
      ['train_set', 'val_set'].flatMap((part) =>
        [1, 2].map((at) => [`set/${part}/annotations/${at}_exp.npy`, npyFile(String(at), '<U1')] as const),
      ),
    ),
    images: ['train_set', 'val_set'].flatMap((part) => [1, 2].map((at) => `set/${part}/images/${at}.jpg`)),
  },
  {
    spec: 'expw:set',
    labels: { 'set/label/label.lst': 'a.jpg 0 1 2 7 6 32.1001 6\na.jpg 1 0 0 8 8 60.55 2\nb.jpg 0 4 1 8 8 14 0\n' },
    images: ['set/image/origin/a.jpg', 'set/image/origin/b.jpg'],
  },
  {
    spec: 'parquet:set/data.parquet',
    labels: {
      'set/data.parquet': new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'image', data: Array.from({ length: 6 }, () => png), type: 'BYTE_ARRAY' },
            { name: 'label', data: ['joy', 'awe', 'joy', 'awe', 'joy', 'awe'], type: 'STRING' },
          ],
        }),
      ),
    },
    images: [],
  },
  {
    spec: 'parquet:set/train.parquet?classes=joy,awe,rage,calm,fear,hope,woe&valid=0.2',
    labels: { 'set/train.parquet': new Uint8Array(readFileSync(join(goldenParquet, 'pyarrow.parquet'))) },
    images: ['set/only-a-path.png'],
  },
];

const cells: readonly string[] = [
  '',
  ' ',
  '"',
  '""',
  '"a',
  'a"b',
  '-1',
  '8',
  '1e9',
  '9'.repeat(30),
  'NaN',
  'Infinity',
  '0x10',
  '1,1',
  '\u0000',
  '\ufeff',
  '\r',
  '../../etc/passwd',
  '/etc/passwd',
  'a.png/../a.png',
  '__proto__',
  'constructor',
  'toString',
  'train',
  'é',
  'no-extension',
  'x'.repeat(100_000),
];

const splitAt = /([,;\t \n])/;

/** Text with a field replaced, or a line, separator or quote added, removed or duplicated. */
function hostileTable(source: Random, text: string): string {
  const parts = text.split(splitAt);
  const at = source.integer(parts.length);
  switch (source.integer(7)) {
    case 0:
    case 1:
      return parts.with(at - (at % 2), oneOf(source, cells)).join('');
    case 2:
      return parts.toSpliced(at, 1 + source.integer(3)).join('');
    case 3:
      return parts.toSpliced(at, 0, oneOf(source, [',', '\n', '"', '\r\n', ' ', oneOf(source, cells)])).join('');
    case 4: {
      const lines = text.split('\n');
      return lines.toSpliced(source.integer(lines.length), source.integer(2), oneOf(source, lines)).join('\n');
    }
    case 5:
      return text.replaceAll('\n', oneOf(source, ['\r\n', '\r', '\n\n', '\u2028']));
    default:
      return text.split('\n').slice(0, source.integer(3)).join('\n');
  }
}

const encoder = new TextEncoder();

function hostileContent(source: Random, content: string | Uint8Array): Uint8Array {
  if (typeof content !== 'string') return damaged(source, content);
  let text = content;
  for (let count = 1 + source.integer(3); count > 0; count--) text = hostileTable(source, text);
  return source.uniform() < 0.2 ? damaged(source, encoder.encode(text)) : encoder.encode(text);
}

export const tablesCampaign: Campaign = {
  name: 'labels',
  what: 'CSV, lists, NumPy and Parquet of nine kinds of data sets; the images that they lead to are read',
  cases: 10_000,
  async prepare() {
    const png = new Uint8Array(await greyPng(90, 8));
    const all = sets(png);
    return async (source) => {
      const { spec, labels, images } = oneOf(source, all);
      const hit = oneOf(source, Object.keys(labels));
      const content = Object.entries(labels).map(
        ([name, own]) => [name, name === hit ? hostileContent(source, own) : own] as const,
      );
      const host = memoryHost([...content, ...images.map((name) => [name, png] as const)]);
      const { samples } = await openDataset(spec, host);
      for (const sample of samples.slice(0, 4)) await sample.read();
    };
  },
};
