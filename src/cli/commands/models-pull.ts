// `mpafer models pull`: brings a CLIP from the Hugging Face hub or a mirror of it.
import { Command } from 'commander';
import { hubName } from '../../platform/node/models/hub/hub-name.ts';
import { hubSettings } from '../../platform/node/models/hub/hub-settings.ts';
import type { HubModel } from '../../platform/node/models/hub/list-files.ts';
import { pullModel } from '../../platform/node/models/hub/pull-model.ts';
import { readPullNote } from '../../platform/node/models/hub/pull-note.ts';
import { duration, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

interface Options {
  readonly endpoint?: string;
  readonly offline?: true;
  readonly quiet?: true;
  readonly json?: true;
}

export const modelsPullCommand = (): Command =>
  new Command('pull')
    .description('Pull a CLIP from the Hugging Face hub into the cache that all its clients share')
    .argument('<name>', 'ViT-B/32, ViT-B/16, ViT-L/14, or any org/name or org/name@revision with a ViT CLIP')
    .option('--endpoint <url>', 'address of a mirror (default: $HF_ENDPOINT or the public hub)')
    .option('--offline', 'fetch nothing: succeed when it is here and undamaged')
    .option('--json', 'print what was pulled as JSON on standard output')
    .option('--quiet', 'say nothing but failures')
    .addHelpText(
      'after',
      '\nExample:\n  mpafer models pull ViT-B/32\n  mpafer train --clip openai/clip-vit-base-patch32 --data folder:my-faces --out runs/mine\n\n' +
        'Where to: $HF_HUB_CACHE, or hub in $HF_HOME, or ~/.cache/huggingface/hub. Private models need $HF_TOKEN.',
    )
    .action(pull);

async function pull(name: string, options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const settings = hubSettings(options);
  const stop = stopSignal(progress.say);
  const before = performance.now();
  let fetched = 0;
  let last = { path: '', bytes: 0 };
  const found = ({ id, commit, licence, files }: HubModel) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    progress.say(`${id} at ${commit}: ${files.length} files, ${megabytes(bytes)}`);
    progress.say(`licence: ${licence}`);
  };
  try {
    const snapshot = await pullModel(hubName(name), settings, {
      found,
      waiting: ({ path }) => progress.say(`${path}: another process is pulling it; waiting`),
      progress({ path, bytes }, done) {
        if (path === last.path) fetched += done - last.bytes;
        last = { path, bytes: done };
        const rate = fetched / ((performance.now() - before) / 1000);
        const left = rate > 0 ? `, ${megabytes(rate)}/s, ${duration((bytes - done) / rate)} left` : '';
        progress.show(`${path}  ${megabytes(done)} of ${megabytes(bytes)}${left}`);
      },
      signal: stop.signal,
    });
    progress.clear();
    const { id, commit, path } = snapshot;
    if (options.json) {
      const note = await readPullNote(snapshot);
      console.log(JSON.stringify({ name: id, commit, path, licence: note?.licence ?? 'not known' }, undefined, 2));
    } else progress.say(`pulled into ${path}\nuse it as --clip ${name}`);
  } finally {
    progress.clear();
    stop.release();
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
