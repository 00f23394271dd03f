// `mpafer describe`: has a language model describe classes; answers are cached, checked, and written with a record of them.
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { classMark, questions } from '../../descriptions/questions.ts';
import { plannedRequests, writeDescriptions } from '../../jobs/describe/write-descriptions.ts';
import { providers } from '../../platform/node/language-models/choose-model.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { classNames } from '../options/class-names.ts';
import { numberWithin, wholeNumber } from '../options/number-options.ts';
import { openSession } from '../terminal/session.ts';
import { reviewCommand } from './describe-review.ts';

interface Options {
  readonly classes?: string;
  readonly data?: string;
  readonly out?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly keyVariable?: string;
  readonly ask?: readonly string[];
  readonly answers: string;
  readonly tries: string;
  readonly temperature: string;
  readonly maxTokens: string;
  readonly retries: string;
  readonly timeout: string;
  readonly parallel: string;
  readonly withoutNames?: true;
  readonly anyLanguage?: true;
  readonly clip: string;
  readonly cache?: string;
  readonly offline?: true;
  readonly overwrite?: true;
  readonly dryRun?: true;
  readonly json?: true;
  readonly quiet?: true;
}

export const describeCommand = (): Command =>
  new Command('describe')
    // So that `describe review` can have options of the same names.
    .enablePositionalOptions()
    .option('--classes <names>', 'class names, separated by commas')
    .option('--data <spec>', 'describe the classes of this data set; only their names leave the machine')
    .option('--out <file>', 'JSON file to write; a record of all answers is written beside it')
    .option('--provider <name>', `${providers.join(', ')} (default: MPAFER_PROVIDER, or the provider whose key is set)`)
    .option('--model <name>', "the provider's name of the model (default: MPAFER_MODEL)")
    .option(
      '--base-url <url>',
      'address of an OpenAI-compatible server (Ollama, llama.cpp, vLLM; default: MPAFER_BASE_URL)',
    )
    .option('--key-variable <name>', "environment variable that holds the key, if not the provider's usual one")
    .option(
      '--ask <question>',
      `${Object.keys(questions).join(', ')}, all, or a text with ${classMark}; may be repeated (default: features)`,
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option('--answers <n>', 'answers per class, cycling through the questions', '3')
    .option('--tries <k>', 'attempts per answer if it fails a check', '4')
    .option('--without-names', 'refuse answers that name a class')
    .option('--any-language', 'do not check that answers are English')
    .option(
      '--clip <model>',
      'name, folder or file of the CLIP whose text tower the descriptions must fit',
      embeddedClip,
    )
    .option('--temperature <t>', 'randomness of answers', '0.99')
    .option('--max-tokens <n>', 'maximum tokens per reply, including reasoning', '1000')
    .option('--timeout <seconds>', 'time limit per request', '60')
    .option('--retries <n>', 'retries when the server fails or is busy', '5')
    .option('--parallel <n>', 'concurrent requests', '4')
    .option('--cache <folder>', 'folder of cached answers (default: MPAFER_CACHE, or the cache folder of the system)')
    .option('--offline', 'use cached answers only; send nothing')
    .option('--dry-run', 'print the requests that would be sent; send nothing')
    .option('--overwrite', 'replace --out if it exists')
    .option('--json', 'print what was written as JSON on standard output')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', examples)
    .action(run)
    .addCommand(reviewCommand());

const examples = `
Install the AI SDK first: npm install ai@7 @ai-sdk/openai@4 (or @ai-sdk/anthropic@4, @ai-sdk/google@4, @ai-sdk/openai-compatible@3)

Keys are read from OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_GENERATIVE_AI_API_KEY or MPAFER_API_KEY (compatible servers),
and are never printed or stored.

Examples:
  mpafer describe --classes anger,joy,boredom --provider openai --model gpt-3.5-turbo --out mine.json
  mpafer describe --data folder:my-faces --base-url http://127.0.0.1:11434/v1 --model llama3.2 --ask all --answers 5 --out mine.json
  mpafer describe review mine.json
  mpafer train --data folder:my-faces --descriptions mine.json --out runs/mine`;

async function run(options: Options): Promise<void> {
  const asked = {
    ...options,
    classes: await classNames(options.classes, options.data),
    answers: wholeNumber('--answers', options.answers, 1, 1000),
    tries: wholeNumber('--tries', options.tries, 1, 100),
    temperature: numberWithin('--temperature', options.temperature, 0, 2),
    maxTokens: wholeNumber('--max-tokens', options.maxTokens, 16, 100_000),
  };
  if (options.dryRun) {
    console.log(json(await plannedRequests(asked)).trimEnd());
    return;
  }
  const { out } = options;
  if (out === undefined) {
    throw new MpaferError('usage', 'Cannot describe: --out is missing', { hint: 'Name a file, e.g. --out mine.json' });
  }
  const retries = wholeNumber('--retries', options.retries, 0, 100);
  const timeout = numberWithin('--timeout', options.timeout, 0.05, 3600);
  const parallel = wholeNumber('--parallel', options.parallel, 1, 64);
  using session = openSession(options);
  const written = await session.follow(
    writeDescriptions({ ...asked, out, retries, timeout, parallel, signal: session.signal }),
  );
  const { file, provenance, classes, notes } = written;
  if (options.json) {
    console.log(json({ descriptions: file, provenance, classes, notes }).trimEnd());
    return;
  }
  const count = Object.values(classes).flat().length;
  session.progress.print(`${count} descriptions of ${Object.keys(classes).length} classes: ${file}`);
  session.progress.print(`Questions and answers: ${provenance}`);
  session.progress.print(`Review them with: mpafer describe review ${file}`);
}
