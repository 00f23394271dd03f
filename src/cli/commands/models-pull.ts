// `mpafer models pull`: pulls a CLIP from the Hugging Face hub or a mirror of it.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { pullClip } from '../../jobs/models/pull-clip.ts';
import { openSession } from '../terminal/session.ts';

interface Options {
  readonly endpoint?: string;
  readonly offline?: true;
  readonly quiet?: true;
  readonly json?: true;
}

export const modelsPullCommand = (): Command =>
  new Command('pull')
    .description('Pull a CLIP from the Hugging Face hub into the cache that hub clients share')
    .argument('<name>', 'ViT-B/32, ViT-B/16, ViT-L/14, or any org/name or org/name@revision with a ViT CLIP')
    .option('--endpoint <url>', 'address of a mirror (default: $HF_ENDPOINT or the public hub)')
    .option('--offline', 'download nothing: succeed if it is cached and undamaged')
    .option('--json', 'print what was pulled as JSON on standard output')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      '\nExamples:\n  mpafer models pull ViT-B/32\n  mpafer train --clip openai/clip-vit-base-patch32 --data folder:my-faces --out runs/mine\n\n' +
        'Destination: $HF_HUB_CACHE, or hub in $HF_HOME, or ~/.cache/huggingface/hub. Private models need $HF_TOKEN.',
    )
    .action(pull);

async function pull(name: string, options: Options): Promise<void> {
  using session = openSession(options);
  const { endpoint, offline } = options;
  const pulled = await session.follow(pullClip({ name, endpoint, offline, signal: session.signal }));
  if (options.json) console.log(json(pulled).trimEnd());
  else session.progress.print(`pulled into ${pulled.path}\nuse it as --clip ${name}`);
}
