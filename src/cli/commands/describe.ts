// `mpafer describe`: a language model says what can be seen in each class; kept, checked, and written with its provenance.
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { answerSource } from '../../descriptions/answers.ts';
import { type DescribeInput, describeClasses, firstRequests } from '../../descriptions/describe-classes.ts';
import { hardPromptTokens } from '../../descriptions/hard-prompt-tokens.ts';
import { provenanceOf } from '../../descriptions/provenance.ts';
import { classMark, questions } from '../../descriptions/questions.ts';
import { classNames } from '../../jobs/class-names.ts';
import { packageVersion } from '../../platform/node/environment.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { requireWritable, writeFiles } from '../../platform/node/files/write-file.ts';
import { answerFolder, defaultAnswerFolder } from '../../platform/node/language-models/answer-folder.ts';
import { chooseModel, providers } from '../../platform/node/language-models/choose-model.ts';
import { openLanguageModel } from '../../platform/node/language-models/language-model.ts';
import { wait } from '../../platform/node/language-models/wait.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { numberWithin, wholeNumber } from '../options/number-option.ts';
import { type Progress, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';
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
    .description('Have a language model describe classes, for hard prompts of type 3. Only class names are sent')
    // So that `describe review` can have options of the same names.
    .enablePositionalOptions()
    .option('--classes <names>', 'class names, separated by commas')
    .option('--data <spec>', 'or the classes of a data set; only their names leave the machine')
    .option('--out <file>', 'JSON file to write; its provenance is written beside it')
    .option('--provider <name>', `${providers.join(', ')}; or MPAFER_PROVIDER, or the one whose key is set`)
    .option('--model <name>', 'name of the model at its provider; or MPAFER_MODEL')
    .option('--base-url <url>', 'address of an OpenAI-compatible server (Ollama, llama.cpp, vLLM); or MPAFER_BASE_URL')
    .option('--key-variable <name>', "environment variable with the key, where it is not the provider's usual one")
    .option(
      '--ask <question>',
      `${Object.keys(questions).join(', ')}, all, or a text with ${classMark}; may be repeated (default: features)`,
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option('--answers <n>', 'answers a class, going round the questions', '3')
    .option('--tries <k>', 'answers to take for one that fails a check, before giving up', '4')
    .option('--without-names', 'refuse answers that name a class')
    .option('--any-language', 'do not check that answers are English')
    .option('--clip <model>', 'CLIP whose text tower the descriptions must fit', embeddedClip)
    .option('--temperature <t>', 'randomness of answers', '0.99')
    .option('--max-tokens <n>', 'most tokens of a reply, with its thoughts', '1000')
    .option('--timeout <seconds>', 'longest time for one request', '60')
    .option('--retries <n>', 'how often to ask again when the server fails or is busy', '5')
    .option('--parallel <n>', 'requests at once', '4')
    .option('--cache <folder>', 'where answers are kept; MPAFER_CACHE, or the cache folder of this system')
    .option('--offline', 'answer from kept answers alone, send nothing')
    .option('--dry-run', 'print every request that would be sent, send nothing')
    .option('--overwrite', 'replace --out where it exists')
    .option('--json', 'print what was written as JSON on standard output')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', examples)
    .action(run)
    .addCommand(reviewCommand());

const examples = `
Keys are read from OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_GENERATIVE_AI_API_KEY or MPAFER_API_KEY (compatible servers),
and are never printed or stored.

Examples:
  mpafer describe --classes anger,joy,boredom --provider openai --model gpt-3.5-turbo --out mine.json
  mpafer describe --data folder:my-faces --base-url http://127.0.0.1:11434/v1 --model llama3.2 --ask all --answers 5 --out mine.json
  mpafer describe review mine.json
  mpafer train --data folder:my-faces --descriptions mine.json --out runs/mine`;

async function run(options: Options): Promise<void> {
  const classes = await classNames(options.classes, options.data);
  const out = options.dryRun ? undefined : await outputFiles(options);
  const choice = chooseModel(options, process.env, !options.offline && !options.dryRun);
  const clip = await openClip(options.clip);
  const plan: Omit<DescribeInput, 'source'> = {
    classes,
    questions: chosenQuestions(options.ask),
    answers: wholeNumber('--answers', options.answers, 1, 1000),
    tries: wholeNumber('--tries', options.tries, 1, 100),
    parallel: wholeNumber('--parallel', options.parallel, 1, 64),
    settings: {
      provider: choice.provider,
      model: choice.model,
      temperature: numberWithin('--temperature', options.temperature, 0, 2),
      maxTokens: wholeNumber('--max-tokens', options.maxTokens, 16, 100_000),
      withoutNames: options.withoutNames === true,
    },
    rules: {
      classes,
      tokens: (name, description) => hardPromptTokens(clip.tokenizer, name, description),
      positions: clip.config.text.positions,
      withoutNames: options.withoutNames === true,
      anyLanguage: options.anyLanguage === true,
    },
  };
  const retries = wholeNumber('--retries', options.retries, 0, 100);
  const timeout = numberWithin('--timeout', options.timeout, 0.05, 3600);
  if (out === undefined) {
    const requests = classes.flatMap((name) => firstRequests(name, plan));
    console.log(JSON.stringify(requests, undefined, 2));
    return;
  }
  const progress = terminalProgress(options.quiet === true);
  const stop = stopSignal(progress.say);
  try {
    const model = options.offline ? undefined : await openLanguageModel(choice, timeout);
    const store = answerFolder(options.cache ?? defaultAnswerFolder(process.env));
    const input: DescribeInput = {
      ...plan,
      source: answerSource(store, model, { retries, wait }),
      signal: stop.signal,
      onProgress: (done, of) => progress.show(`${done} of ${of} answers`),
      onRefused: (name, answer, found) => progress.say(`${name}, answer ${answer} ${found}: asking again`),
    };
    const described = await describeClasses(input);
    const record = provenanceOf(described, input, { version: packageVersion, clip: clip.name });
    // Together: a record of other answers than those in the file would be worse than none.
    await writeFiles({ [out.provenance]: json(record), [out.descriptions]: json(described.descriptions) });
    report(options, out, described, progress);
  } finally {
    stop.release();
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

interface OutputFiles {
  readonly descriptions: string;
  readonly provenance: string;
}

/** Checked before anything is asked, as answers cost money. @throws MpaferError `usage`, `descriptions`, `disk` */
async function outputFiles({ out, overwrite }: Options): Promise<OutputFiles> {
  if (out === undefined) {
    throw new MpaferError('usage', 'Cannot describe: there is no --out', { hint: 'Name a file, e.g. --out mine.json' });
  }
  if (!overwrite && (await exists(out))) {
    throw new MpaferError('descriptions', `Cannot write "${out}": it exists already`, {
      hint: 'Replace it with --overwrite, or choose another name',
    });
  }
  await requireWritable(out);
  return { descriptions: out, provenance: `${out.replace(/\.json$/, '')}.provenance.json` };
}

function chosenQuestions(asked: readonly string[] = ['features']): readonly string[] {
  const texts = asked.flatMap((one) => {
    if (one === 'all') return Object.values(questions);
    if (Object.hasOwn(questions, one)) return [questions[one as keyof typeof questions]];
    if (one.includes(classMark)) return [one];
    throw new MpaferError('usage', `Cannot ask "${one}": it has no ${classMark} and is none of the known questions`, {
      hint: `Known are ${Object.keys(questions).join(', ')} and all`,
    });
  });
  return [...new Set(texts)];
}

function report(
  options: Options,
  out: OutputFiles,
  { descriptions, notes, answers }: Awaited<ReturnType<typeof describeClasses>>,
  progress: Progress,
): void {
  const warnings = new Set(answers.flatMap(({ reply }) => reply.warnings));
  for (const line of [...notes, ...warnings]) progress.say(`Note: ${line}`);
  if (options.json) {
    console.log(JSON.stringify({ ...out, classes: descriptions, notes }, undefined, 2));
    return;
  }
  const count = Object.values(descriptions).flat().length;
  progress.say(`${count} descriptions of ${Object.keys(descriptions).length} classes: ${out.descriptions}`);
  progress.say(`What was asked and answered: ${out.provenance}`);
  progress.say(`Look at them: mpafer describe review ${out.descriptions}`);
}
