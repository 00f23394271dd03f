// A command line for each command, on data small enough for a test.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { random } from '../../src/core/random.ts';
import { packageFile } from '../../src/engine/node/package-files.ts';
import { encodePng } from '../../src/platform/node/images/encode-image.ts';
import { oneThread } from './command-line.ts';
import { drawing, drawnClasses, writeDrawings } from './drawings.ts';
import { writeTinyModel } from './tiny-model.ts';

export interface VerbCommand {
  /** The name of the command: its first word, or two for a command with subcommands. */
  readonly verb: string;
  readonly args: readonly string[];
}

/** Commands that need a server, and those that are one: `test/cli/serve.test.ts` and `test/browser/studio` look at what they do. */
export const online: readonly string[] = ['models pull', 'describe', 'serve', 'studio'];

/** Commands that are slow even on small data; `npm run reliability -- offline` runs them as well. */
export const slow: readonly string[] = ['demo'];

/** Commands that copy what only an installed package has; `test/package` looks at what they do. */
export const installed: readonly string[] = ['web-assets'];

const short = ['epochs=1', 'batch=8', 'warmupEpochs=0', 'learningRate=0.3'];

/** Settings that reduce pretraining to seconds. */
export const tinyPretraining: readonly string[] = [
  ...['size=8', 'patch=4', 'image.width=16', 'image.layers=1', 'image.heads=2', 'image.hidden=32', 'embedding=8'],
  ...['text.width=16', 'text.layers=1', 'text.heads=2', 'text.hidden=32', 'vocabulary=600', 'positions=100'],
  ...['imageStage.epochs=1', 'imageStage.batch=8', 'textStage.steps=2', 'textStage.batch=8', 'jointStage.epochs=1'],
  ...['jointStage.batch=8', 'guideStage.epochs=0', 'evaluateEvery=1'],
];

/** Every command that works offline, in an order in which each finds what it needs. */
export async function verbCommands(folder: string): Promise<readonly VerbCommand[]> {
  const clip = await writeTinyModel(join(folder, 'clip'));
  const drawings = await writeDrawings(join(folder, 'drawings'));
  const data = `folder:${drawings}`;
  const ferplus = await writeFerplus(join(folder, 'ferplus'));
  const [run, face] = [join(folder, 'run'), join(drawings, 'test', 'happy', '0.png')];
  const given = ['--data', data, '--clip', clip];
  const command = (verb: string, ...args: readonly string[]): VerbCommand => ({
    verb,
    args: [...verb.split(' '), ...args],
  });
  return [
    command('train', ...given, '--out', run, ...oneThread, ...short),
    command('evaluate', '--run', run, '--data', data),
    command('teach', '--data', data, '--clip', clip, '--out', join(folder, 'taught.safetensors')),
    command('compare', run, run, '--data', data),
    command('predict', '--run', run, face),
    command('predict', '--run', 'zero-shot', '--classes', 'happiness,sadness', face),
    command('predict', '--run', run, face, '--out', join(folder, 'faces.csv'), '--shard', '1/1'),
    command('merge', join(folder, 'faces.csv')),
    command(
      'ablate',
      ...given,
      '--out',
      join(folder, 'ablation'),
      '--seeds',
      '1',
      '--experiment',
      'hard-prompts',
      '--only',
      'type-1',
      ...short,
    ),
    command('cross', '--train', data, '--clip', clip, '--out', join(folder, 'cross'), ...short),
    command('stress', '--run', run, '--data', data, '--out', join(folder, 'stress'), '--only', 'mouth', '--faces', '4'),
    command('prototypes', '--run', run, '--data', data, '--out', join(folder, 'prototypes')),
    command('explain', face, '--run', run, '--faces', 'crop', '--out', join(folder, 'why')),
    command(
      'faithfulness',
      ...['--run', run, '--data', data, '--out', join(folder, 'faithful'), '--methods', 'patches'],
      ...['--removals', 'tokens', '--faces', '10', '--fewer', '5', '--steps', '2', '--random', '1'],
    ),
    command('export', '--run', run, '--out', join(folder, 'a.onnx'), '--check', data),
    command('export', '--run', run, '--to', 'pack', '--out', join(folder, 'a.safetensors')),
    command('data check', data),
    command('data align', `folder:${await writePhotos(join(folder, 'photos'))}`, '--out', join(folder, 'aligned')),
    command('describe review'),
    command('models list'),
    command('models verify'),
    command('pretrain', '--data', ferplus, '--out', join(folder, 'pretrained'), '--engines', '1', ...tinyPretraining),
    command('doctor'),
    command('errors', 'data'),
    command('demo', '--out', join(folder, 'demo')),
  ];
}

/** The portrait that ships as a data set of photographs, one for each split and class. */
async function writePhotos(folder: string): Promise<string> {
  for (const split of ['train', 'test'])
    for (const expression of ['happiness', 'neutral']) {
      await mkdir(join(folder, split, expression), { recursive: true });
      await copyFile(packageFile('assets/portraits/astronaut.jpg'), join(folder, split, expression, 'photo.jpg'));
    }
  return folder;
}

/** FERPlus' layout with sixteen drawings per split, determined by the seed. */
export async function writeFerplus(folder: string, seed = 1): Promise<string> {
  const source = random(seed).split('ferplus');
  const colours = Object.values(drawnClasses);
  const labels = ['image,split,fer2013,duplicate_in_other_split'];
  for (const [split, name] of [
    ['train', 'FER2013Train'],
    ['valid', 'FER2013Valid'],
    ['test', 'FER2013Test'],
  ] as const) {
    await mkdir(join(folder, name), { recursive: true });
    const rows: string[] = [];
    for (let index = 0; index < 16; index++) {
      const image = `fer${split}${index}.png`;
      const label = index % colours.length;
      await writeFile(
        join(folder, name, image),
        await encodePng(drawing(colours[label]!, source.split(split, index), 48)),
      );
      const votes = new Array<number>(10).fill(0).with(label, 10);
      rows.push(`${image},"(0, 0, 48, 48)",${votes.join()}`);
      labels.push(`${image},${split},${['neutral', 'happiness', 'surprise'][label]},0`);
    }
    await writeFile(join(folder, name, 'label.csv'), `${rows.join('\n')}\n`);
  }
  await writeFile(join(folder, 'fer2013-labels.csv'), `${labels.join('\n')}\n`);
  return folder;
}
