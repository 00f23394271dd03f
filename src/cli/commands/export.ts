// `mpafer export`: a recogniser for other programs: one self-contained ONNX file, or a pack of a few hundred kilobytes.
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import type { Split } from '../../data/dataset.ts';
import { type ExportedPack, exportPack } from '../../jobs/export/export-pack.ts';
import { type ExportedOnnx, exportToOnnx } from '../../jobs/export/export-to-onnx.ts';
import { classNames } from '../options/class-names.ts';
import { wholeNumber } from '../options/number-options.ts';
import { percent } from '../terminal/progress.ts';
import { openSession } from '../terminal/session.ts';

interface Options {
  readonly run: string;
  readonly out: string;
  readonly to: 'onnx' | 'pack';
  readonly precision: 'float32' | 'int8' | 'float16';
  readonly clip?: string;
  readonly classes?: string;
  readonly descriptions?: string;
  readonly check?: string;
  readonly split: Split;
  readonly faces: string;
  readonly licence?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const exportCommand = (): Command =>
  new Command('export')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--out <file>', 'file to write; an existing one is replaced')
    .addOption(new Option('--to <form>', 'onnx or pack').choices(['onnx', 'pack']).default('onnx'))
    .addOption(
      new Option('--precision <type>', 'precision of the weights: float32, int8 (onnx only) or float16 (pack only)')
        .choices(['float32', 'int8', 'float16'])
        .default('float32'),
    )
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .option('--classes <names>', 'with --run zero-shot: classes to choose among, separated by commas')
    .option('--descriptions <file>', 'with --run zero-shot: JSON {class: description or list of descriptions}')
    .option('--check <spec>', 'faces on which to compare file and run, e.g. folder:PATH (default: drawn faces)')
    .addOption(new Option('--split <name>', 'split of those faces').choices(['train', 'valid', 'test']).default('test'))
    .option('--faces <n>', 'at most this many of them', '256')
    .option(
      '--licence <text>',
      "licence of the CLIP weights, for the file's metadata (default: the model's known licence)",
    )
    .option('--json', 'print the result as JSON on standard output')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      '\nExamples:\n  mpafer export --run runs/mine --out mine.onnx --check folder:my-faces\n  mpafer export --run runs/mine --to onnx --precision int8 --out small.onnx --check folder:my-faces\n  mpafer export --run runs/mine --to pack --out mine.safetensors',
    )
    .action(run);

async function run({ json: asJson, quiet, to, ...options }: Options): Promise<void> {
  using session = openSession({ quiet });
  const print = (lines: readonly string[], record: object) => {
    if (asJson) console.log(json(record).trimEnd());
    else if (!quiet) for (const line of lines) console.log(line);
  };
  const { precision, classes, faces } = options;
  if (to === 'pack') {
    if (precision === 'int8') throw refusePrecision('a pack', 'int8', 'float32 or float16');
    const written = await exportPack({ ...options, precision });
    print(formatPack(written), written);
    return;
  }
  if (precision === 'float16') throw refusePrecision('an ONNX file', 'float16', 'float32 or int8');
  const written = await session.follow(
    exportToOnnx({
      ...options,
      precision,
      classes: classes === undefined ? undefined : await classNames(classes, undefined),
      faces: wholeNumber('--faces', faces, 1, 1e6),
    }),
  );
  print(formatOnnx(written), written);
}

const refusePrecision = (what: string, precision: string, expected: string): MpaferError =>
  new MpaferError('usage', `Cannot write ${what} with --precision ${precision}; expected ${expected}`);

const formatPack = ({ file, bytes, clip, classes }: ExportedPack): readonly string[] => [
  `wrote ${file}: ${(bytes / 1e3).toFixed(1)} kB, ${classes.length} classes`,
  ...(bytes > 1e6 ? ['  --precision float16 halves its size'] : []),
  `use it as --run ${file}${clip === undefined ? '' : ` --clip ${clip}`}`,
];

function formatOnnx({ file, bytes, precision, classes, check, faces }: ExportedOnnx): readonly string[] {
  const differences = Object.entries(check.differences).map(
    ([name, most]) => `  ${name.padEnd(20)}largest difference ${most.toExponential(1)}`,
  );
  const { recogniser, exported } = check.accuracy;
  return [
    `wrote ${file}: ${(bytes / 1e6).toFixed(1)} MB, ${precision}, ${classes.length} classes`,
    `compared with the recogniser on ${plural(check.faces, 'face')} of ${faces.name}${faces.drawn ? ' (drawn)' : ''}, ${faces.split}`,
    ...differences,
    `  same class          ${percent(check.sameClass)} of the faces`,
    ...(check.samePatches === undefined ? [] : [`  same top patches    ${percent(check.samePatches)}`]),
    ...(faces.labelled ? [`  accuracy            ${percent(recogniser)}, of the file ${percent(exported)}`] : []),
  ];
}
