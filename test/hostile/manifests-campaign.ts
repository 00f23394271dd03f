// Damaged records that name other files: a sharded model's index, a run's record, notes of pulled models, cached answers.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadClip } from '../../src/clip/load-clip.ts';
import { defaultConfiguration } from '../../src/configuration/configuration.ts';
import { answerKey } from '../../src/descriptions/request.ts';
import { readStoredAnswer } from '../../src/descriptions/stored-answer.ts';
import { recordedRun } from '../../src/jobs/train/run-record.ts';
import { checkFiles } from '../../src/platform/node/models/hub/check-snapshot.ts';
import { snapshotFolder } from '../../src/platform/node/models/hub/hub-cache.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { runFiles } from '../../src/train/run-files.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { tinyModelFiles } from '../support/tiny-model.ts';
import type { Campaign } from './campaign.ts';
import { oneOf } from './damaged-bytes.ts';
import { hostileJson } from './hostile-json.ts';

const indexFile = 'model.safetensors.index.json';
const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const commit = '0123456789abcdef0123456789abcdef01234567';

const request = {
  provider: 'compatible',
  model: 'm',
  instructions: 'i',
  prompt: 'p',
  temperature: 0.7,
  maxTokens: 100,
  sample: 0,
  attempt: 0,
};
const reply = { text: 'lowered brows', finish: 'stop', model: 'm', date: '2026-01-01', warnings: [] };

export const manifestsCampaign: Campaign = {
  name: 'manifests',
  what: 'model.safetensors.index.json, config.resolved.json of a run, notes of pulled models, kept answers',
  cases: 10_000,
  async prepare(root) {
    const [run, repository] = [join(root, 'run'), join(root, 'models--a--b')];
    const snapshot = { id: 'a/b', commit, repository, path: snapshotFolder(repository, commit) };
    const note = join(repository, '.mpafer', `${commit}.json`);
    for (const folder of [run, join(repository, '.mpafer'), snapshot.path]) await mkdir(folder, { recursive: true });
    const { 'model.safetensors': weights, ...beside } = tinyModelFiles(1);
    const model = { ...beside, ...Object.fromEntries(shards.map((shard) => [shard, weights] as const)) };
    const tensors = [...parseHeader(weights, weights.length, 'tiny').tensors.keys()];
    const index = {
      metadata: { total_size: weights.length },
      weight_map: Object.fromEntries(tensors.map((name, at) => [name, shards[at % 2]])),
    };
    const record = {
      data: 'synthetic:',
      clip: 'face-clip',
      descriptions: '/d.json',
      configuration: defaultConfiguration,
    };
    const pulled = { licence: 'MIT', files: [{ path: 'config.json', bytes: 3, digest: 'ab'.repeat(32) }] };
    const key = await answerKey(request);
    const answer = { key, request, reply };
    return async (source) => {
      await oneOf(source, [
        async () => {
          // A folder in memory throws no named error for a missing file, so an index that points elsewhere is detected.
          await loadClip(memoryFolder({ ...model, [indexFile]: hostileJson(source, index) }));
        },
        async () => {
          await writeFile(join(run, runFiles.configuration), hostileJson(source, record));
          await recordedRun(run, {});
        },
        async () => {
          await writeFile(note, hostileJson(source, pulled));
          await checkFiles(snapshot);
        },
        async () => {
          await readStoredAnswer(new TextDecoder().decode(hostileJson(source, answer)), key);
        },
      ])();
    };
  },
};
