// Damaged configurations of training, pretraining and models, and damaged command-line arguments.
import { readPretrainConfiguration } from '../../src/cli/commands/pretrain.ts';
import { clipConfigJson, readClipConfig } from '../../src/clip/config.ts';
import { loadClip } from '../../src/clip/load-clip.ts';
import { readOpenClipConfig } from '../../src/clip/open-clip-config.ts';
import { readJsonFile } from '../../src/clip/read-json-file.ts';
import { clipShapes } from '../../src/clip/weight-shapes.ts';
import { defaultConfiguration, parseConfiguration } from '../../src/configuration/configuration.ts';
import { withSettings } from '../../src/configuration/settings.ts';
import type { Random } from '../../src/core/random.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { filesOf, memoryHost } from '../data/memory-host.ts';
import { tinyModelConfig, tinyModelFiles } from '../support/tiny-model.ts';
import type { Campaign } from './campaign.ts';
import { oneOf } from './damaged-bytes.ts';
import { hostileJson, hostileText } from './hostile-json.ts';

const jsonOf = (bytes: Uint8Array, file: string) =>
  readJsonFile(memoryFolder({ [file]: bytes }), file, 'configuration');

const openClip = {
  model_cfg: {
    embed_dim: 12,
    vision_cfg: { image_size: 16, layers: 2, width: 64, patch_size: 8, head_width: 32, mlp_ratio: 4 },
    text_cfg: { context_length: 77, vocab_size: 500, width: 64, heads: 2, layers: 2 },
  },
  preprocess_cfg: { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] },
};

const keys = [
  'epochs',
  'augmentation.crop.scale',
  'augmentation.flip',
  '__proto__.polluted',
  'a.b.c.d',
  'constructor',
  'seed',
  'name',
  '',
];

/** `key=value` with a nonsensical key or value. */
const setting = (source: Random): string =>
  `${oneOf(source, keys)}${oneOf(source, ['=', '=', '=', '', '=='])}${hostileText(source, oneOf<unknown>(source, [1, 'x', [0.5, 1], { a: 1 }]))}`;

const specs = [
  'synthetic:?count=100&size=32',
  'folder:a?valid=0.1&test=0.2',
  'csv:a.csv?classes=x,y',
  'rafdb:a?images=aligned',
];

/** A data set's SPEC with replaced characters, duplicate options and numbers out of range. */
const hostileSpec = (source: Random): string => {
  const spec = oneOf(source, specs);
  const at = source.integer(spec.length);
  const put = oneOf(source, [
    '&',
    '=',
    '?',
    ':',
    '%00',
    '%',
    '1e999',
    '-1',
    'NaN',
    '\u0000',
    '../',
    'seed=1e400',
    '&count=1e9',
  ]);
  return spec.slice(0, at) + put + spec.slice(at + source.integer(3));
};

export const settingsCampaign: Campaign = {
  name: 'configurations',
  what: 'training and pretraining settings, key=value, SPECs, config.json and open_clip_config.json',
  cases: 10_000,
  async prepare() {
    const model = tinyModelFiles(1);
    const clip = clipConfigJson(tinyModelConfig);
    const readers: readonly ((source: Random) => Promise<unknown>)[] = [
      async (source) => parseConfiguration(await jsonOf(hostileJson(source, defaultConfiguration), 'c.json'), 'c.json'),
      async (source) => {
        const file = await jsonOf(hostileJson(source, { epochs: 3, augmentation: { flip: 0.5 } }), 'c.json');
        return parseConfiguration(withSettings(file, [setting(source)]), 'the settings');
      },
      async (source) =>
        readPretrainConfiguration(
          await jsonOf(hostileJson(source, { seed: 1, imageStage: { epochs: 1 } }), 'p.json'),
          [],
        ),
      async (source) => readPretrainConfiguration({ seed: 1 }, [setting(source)]),
      async (source) =>
        clipShapes(readClipConfig(await jsonOf(hostileJson(source, clip), 'config.json'), 'config.json')),
      async (source) => loadClip(memoryFolder({ ...model, 'config.json': hostileJson(source, clip) })),
      async (source) => clipShapes(readOpenClipConfig(await jsonOf(hostileJson(source, openClip), 'o.json'), 'o.json')),
      (source) => openDataset(hostileSpec(source), memoryHost(filesOf({}))),
    ];
    return async (source) => {
      await oneOf(source, readers)(source);
    };
  },
};
