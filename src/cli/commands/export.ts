// `mpafer export`: a recogniser for other programs, as an ONNX file that stands alone, or as a pack of a few hundred kilobytes.
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { writePack } from '../../export/pack.ts';
import { type ExportedOnnx, exportToOnnx, type OnnxOptions } from '../../jobs/export/export-to-onnx.ts';
import { openExportable } from '../../jobs/export/open-exportable.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { isEmbedded } from '../../platform/node/models/models.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { percent, terminalProgress } from '../terminal/progress.ts';

interface ExportOptions extends OnnxOptions {
  readonly to: 'onnx' | 'pack';
  readonly json?: true;
  readonly quiet?: true;
}

export const exportCommand = (): Command =>
  new Command('export')
    .description('Write a recogniser as one ONNX file, or as a pack of prompts without CLIP')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--out <file>', 'where to; a file that is there is replaced')
    .addOption(new Option('--to <form>', 'onnx or pack').choices(['onnx', 'pack']).default('onnx'))
    .addOption(
      new Option('--precision <type>', 'of the weights: float32, or for onnx int8, for a pack float16')
        .choices(['float32', 'int8', 'float16'])
        .default('float32'),
    )
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .option('--classes <names>', 'with --run zero-shot: what to choose among, separated by commas')
    .option('--descriptions <file>', 'with --run zero-shot: JSON {class: description or list of descriptions}')
    .option('--check <spec>', 'faces to compare file and run on, e.g. folder:PATH (default: drawn ones)')
    .addOption(new Option('--split <name>', 'which split of them').choices(['train', 'valid', 'test']).default('test'))
    .option('--faces <n>', 'how many of them at most', '256')
    .option('--licence <text>', "licence of the CLIP's weights, for the file (default: what is known of it)")
    .option('--json', 'print what was written and found as JSON on standard output')
    .option('--quiet', 'print nothing but failures')
    .addHelpText(
      'after',
      '\nExamples:\n  mpafer export --run runs/mine --out mine.onnx --check folder:my-faces\n  mpafer export --run runs/mine --to onnx --precision int8 --out small.onnx --check folder:my-faces\n  mpafer export --run runs/mine --to pack --out mine.safetensors',
    )
    .action(run);

async function run(options: ExportOptions): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const print = (lines: readonly string[], json: object) => {
    progress.clear();
    if (options.json) console.log(JSON.stringify(json, undefined, 2));
    else if (!options.quiet) for (const line of lines) console.log(line);
  };
  if (options.to === 'pack') {
    const written = await exportPack(options);
    print(formatPack(written), written);
    return;
  }
  const engine = nodeEngine();
  try {
    const written = await exportToOnnx(engine, options, progress);
    print(formatOnnx(written), written);
  } finally {
    progress.clear();
    await engine.close();
  }
}

interface ExportedPack {
  readonly file: string;
  readonly bytes: number;
  /** What --clip must be given with it; undefined for the CLIP that ships. */
  readonly clip: string | undefined;
  readonly classes: readonly string[];
}

async function exportPack({ run: name, out, precision, clip: named }: ExportOptions): Promise<ExportedPack> {
  if (name === zeroShotName) {
    throw new MpaferError('usage', `Cannot pack ${zeroShotName}: it has no prompts of its own`, {
      hint: 'Name it wherever a run is asked for, or export it --to onnx',
    });
  }
  if (precision === 'int8') {
    throw new MpaferError('usage', 'Cannot write a pack in int8: float32 and float16 are known');
  }
  const { checkpoint, clip } = await openExportable(name, named);
  const bytes = writePack(checkpoint, precision === 'float16');
  await writeFile(out, bytes);
  const model = named ?? clip.name;
  return { file: out, bytes: bytes.length, clip: isEmbedded(model) ? undefined : model, classes: checkpoint.classes };
}

const formatPack = ({ file, bytes, clip, classes }: ExportedPack): readonly string[] => [
  `wrote ${file}: ${(bytes / 1e3).toFixed(1)} kB, ${classes.length} classes`,
  ...(bytes > 1e6 ? ['  --precision float16 halves it'] : []),
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
