// Asks a language model to describe classes, and writes the descriptions with a record of all questions and answers.
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { answerSource } from '../../descriptions/answers.ts';
import {
  type Described,
  type DescribeInput,
  describeClasses,
  firstRequests,
} from '../../descriptions/describe-classes.ts';
import { hardPromptTokens } from '../../descriptions/hard-prompt-tokens.ts';
import { provenanceOf } from '../../descriptions/provenance.ts';
import { classMark, questions } from '../../descriptions/questions.ts';
import type { AnswerRequest } from '../../descriptions/request.ts';
import { packageVersion } from '../../platform/node/environment.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { requireWritable, writeFiles } from '../../platform/node/files/write-file.ts';
import { answerFolder, defaultAnswerFolder } from '../../platform/node/language-models/answer-folder.ts';
import { chooseModel, type ModelOptions } from '../../platform/node/language-models/choose-model.ts';
import { openLanguageModel } from '../../platform/node/language-models/language-model.ts';
import { wait } from '../../platform/node/language-models/wait.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { reported } from '../reported.ts';

/** What to ask, and which model. */
export interface AskOptions extends ModelOptions {
  /** Class names; nothing else about the data is sent. */
  readonly classes: readonly string[];
  /** Names of known questions, `all`, or texts with `{class}`; `features` by default. */
  readonly ask?: readonly string[] | undefined;
  /** Answers per class, cycling through the questions; 3 by default. */
  readonly answers?: number | undefined;
  /** Attempts per answer if it fails a check; 4 by default. */
  readonly tries?: number | undefined;
  /** 0 to 2; 0.99 by default. */
  readonly temperature?: number | undefined;
  /** Maximum number of tokens per reply, including reasoning; 1000 by default. */
  readonly maxTokens?: number | undefined;
  /** Refuse answers that name a class. */
  readonly withoutNames?: boolean | undefined;
  /** Do not check that answers are English. */
  readonly anyLanguage?: boolean | undefined;
  /** CLIP whose text tower the descriptions must fit; the built-in one by default. */
  readonly clip?: string | undefined;
}

/** Options of `writeDescriptions`. */
export interface DescribeOptions extends AskOptions {
  /** JSON file to write; the record is written beside it. */
  readonly out: string;
  /** Replace `out` if it exists. */
  readonly overwrite?: boolean | undefined;
  /** Folder of cached answers; in the cache folder of the system by default. */
  readonly cache?: string | undefined;
  /** Use cached answers only; send nothing. */
  readonly offline?: boolean | undefined;
  /** Retries after a temporary failure; 5 by default. */
  readonly retries?: number | undefined;
  /** Seconds per request; 60 by default. */
  readonly timeout?: number | undefined;
  /** Concurrent requests; 4 by default. */
  readonly parallel?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `writeDescriptions` wrote. */
export interface WrittenDescriptions {
  /** The file of descriptions. */
  readonly file: string;
  /** The record of questions and answers. */
  readonly provenance: string;
  readonly classes: Readonly<Record<string, readonly string[]>>;
  /** Answers that were dropped. */
  readonly notes: readonly string[];
}

/**
 * Asks for descriptions, checks them and writes them. Since answers cost money, output and model are checked before anything is sent, and
 * each answer is cached at once, so that a job that stops or fails can be resumed.
 *
 * @returns the files, the descriptions, and notes on dropped answers
 * @throws MpaferError `usage` for an unknown question or provider, `host` when the provider's packages are not installed,
 * `descriptions`, `text-too-long`, `model`, `disk`, `aborted`
 * @example
 * ```ts no-run (needs a language model)
 * import { finishJob, writeDescriptions } from 'mpafer/jobs';
 * const local = { baseUrl: 'http://127.0.0.1:11434/v1', model: 'qwen3' };
 * const job = writeDescriptions({ classes: ['awe', 'boredom'], out: 'descriptions.json', ...local });
 * const { classes, notes } = await finishJob(job);
 * console.log(classes.awe, notes);
 * ```
 */
export async function* writeDescriptions(options: DescribeOptions): AsyncGenerator<JobEvent, WrittenDescriptions> {
  const { out, overwrite = false, offline = false, retries = 5, timeout = 60, signal } = options;
  if (!overwrite && (await exists(out))) {
    throw new MpaferError('descriptions', `Cannot write "${out}": it exists already`, {
      hint: 'Choose another name, or allow it to be overwritten',
    });
  }
  await requireWritable(out);
  const choice = chooseModel(options, process.env, !offline);
  const { plan, clipName } = await planOf(options);
  const model = offline ? undefined : await openLanguageModel(choice, timeout);
  const store = answerFolder(options.cache ?? defaultAnswerFolder(process.env));
  const described = yield* reported<JobEvent, Described>((report, stop) =>
    describeClasses({
      ...plan,
      source: answerSource(store, model, { retries, wait }),
      signal: signal === undefined ? stop : AbortSignal.any([signal, stop]),
      onProgress: (done, total) => report(progress('answers', done, total)),
      onRefused: (name, answer, found) => report(note(`${name}, answer ${answer} ${found}: asking again`)),
    }),
  );
  const record = provenanceOf(described, plan, { version: packageVersion(), clip: clipName });
  const provenance = `${out.replace(/\.json$/, '')}.provenance.json`;
  // Written together: a record that does not match the file would be worse than none.
  await writeFiles({ [provenance]: json(record), [out]: json(described.descriptions) });
  const warnings = new Set(described.answers.flatMap(({ reply }) => reply.warnings));
  for (const line of [...described.notes, ...warnings]) yield note(`Note: ${line}`);
  return { file: out, provenance, classes: described.descriptions, notes: described.notes };
}

/** The first requests that `writeDescriptions` would send; sends nothing. @throws MpaferError `usage`, `text-too-long`, `model` */
export async function plannedRequests(options: AskOptions): Promise<readonly AnswerRequest[]> {
  const { plan } = await planOf(options);
  return plan.classes.flatMap((name) => firstRequests(name, plan));
}

type Plan = Omit<DescribeInput, 'source'>;

async function planOf(options: AskOptions & { readonly parallel?: number | undefined }) {
  const { classes, withoutNames = false, anyLanguage = false } = options;
  const { provider, model } = chooseModel(options, process.env, false);
  const clip = await openClip(options.clip ?? embeddedClip);
  const tokenizer = await clip.tokenizer();
  const plan: Plan = {
    classes,
    questions: chosenQuestions(options.ask),
    answers: options.answers ?? 3,
    tries: options.tries ?? 4,
    parallel: options.parallel ?? 4,
    settings: {
      provider,
      model,
      temperature: options.temperature ?? 0.99,
      maxTokens: options.maxTokens ?? 1000,
      withoutNames,
    },
    rules: {
      classes,
      tokens: (name, description) => hardPromptTokens(tokenizer, name, description),
      positions: clip.config.text.positions,
      withoutNames,
      anyLanguage,
    },
  };
  return { plan, clipName: clip.name };
}

function chosenQuestions(asked: readonly string[] = ['features']): readonly string[] {
  const texts = asked.flatMap((one) => {
    if (one === 'all') return Object.values(questions);
    if (Object.hasOwn(questions, one)) return [questions[one as keyof typeof questions]];
    if (one.includes(classMark)) return [one];
    throw new MpaferError(
      'usage',
      `Cannot ask "${one}": it is not a known question, and it does not contain ${classMark}`,
      {
        hint: `Known questions are ${Object.keys(questions).join(', ')} and all`,
      },
    );
  });
  return [...new Set(texts)];
}
