// `mpafer serve`: recognition over HTTP.
import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { type Precision, precisions } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { finish } from '../../core/finish.ts';
import { plural } from '../../core/plural.ts';
import { type ServeEvent, serveRecogniser } from '../../jobs/serve/serve-recogniser.ts';
import { readReason } from '../../platform/node/files/read-reason.ts';
import { returnFreeMemory } from '../../platform/node/memory-pools.ts';
import { defaultPack, faceModes } from '../../recognise/recogniser-options.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { limitFlags, limitsOf } from '../options/limit-options.ts';
import { wholeNumber } from '../options/number-options.ts';
import { accessLine, type LogStyle, logStyles } from '../terminal/access-text.ts';
import { type Progress, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

interface Options extends ComputeFlags {
  readonly run: string;
  readonly clip?: string;
  readonly precision?: Precision;
  readonly faces: (typeof faceModes)[number];
  readonly host: string;
  readonly port: string;
  readonly socket?: string;
  readonly tokenFile?: string;
  readonly allowHost?: readonly string[];
  readonly allowOrigin?: readonly string[];
  readonly drain: string;
  readonly log: LogStyle;
  readonly quiet?: true;
}

const prefix = 'MPAFER_SERVE_';

/** The token is never a flag: the arguments of a program are for everybody on the machine to see. */
const tokenVariable = `${prefix}TOKEN`;

export const serveCommand = (): Command => {
  const command = new Command('serve');
  const options = [
    new Option('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`').default(defaultPack),
    new Option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with'),
    new Option('--precision <name>', "precision of the towers (default: the run's own)").choices(precisions),
    deviceOption(),
    threadsOption(),
    new Option('--faces <mode>', 'find every face of whole pictures, or take each picture as a crop of one')
      .choices(faceModes)
      .default('find'),
    new Option('--host <address>', 'address to listen at; one that others reach needs a token').default('127.0.0.1'),
    new Option('--port <n>', 'port to listen at; 0 takes a free one').default('8080'),
    new Option('--socket <path>', 'listen at a unix socket instead'),
    new Option('--token-file <file>', `file of the token that requests need (or the token in ${tokenVariable})`),
    new Option('--allow-host <names...>', 'names that the server goes by, beside localhost and numeric addresses'),
    new Option('--allow-origin <origins...>', 'origins of pages that may ask, e.g. https://example.org'),
    ...limitFlags(),
    new Option('--drain <s>', 'how long requests that were accepted have to be answered when it stops').default('30'),
    new Option('--log <style>', 'access log on standard output, one line for each request')
      .choices(logStyles)
      .default('text'),
    new Option('--quiet', 'print nothing else but errors'),
  ];
  for (const option of options) command.addOption(option.env(variableOf(option)));
  return command
    .addHelpText(
      'after',
      `\nExamples:\n  mpafer serve\n  curl --data-binary @face.jpg --header "Content-Type: image/jpeg" http://127.0.0.1:8080/v1/recognise\n  mpafer serve --run runs/mine --port 9000\n  ${tokenVariable}=$(openssl rand -hex 32) mpafer serve --host 0.0.0.0\n\nCtrl-C or SIGTERM answers what was accepted and ends; a second one ends at once.`,
    )
    .action(run);
};

/** `--max-batch` is MPAFER_SERVE_MAX_BATCH. */
const variableOf = ({ long }: Option): string => prefix + long!.slice(2).replaceAll('-', '_').toUpperCase();

async function run(options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet ?? false);
  const { socket, host, log } = options;
  const port = wholeNumber('--port', options.port, 0, 65_535);
  // Before the model's threads start.
  using _memory = await returnFreeMemory();
  const stop = stopSignal(progress.print, 'Stopping: answering what was accepted; press Ctrl-C again to stop at once');
  const job = serveRecogniser({
    run: options.run,
    clip: options.clip,
    precision: options.precision,
    ...givenCompute(options),
    faces: options.faces,
    at: socket === undefined ? { host, port } : { socket },
    access: {
      token: await tokenOf(options.tokenFile),
      hosts: listed(options.allowHost).map((name) => name.toLowerCase()),
      origins: listed(options.allowOrigin).map(originOf),
    },
    limits: limitsOf({ ...options }),
    drain: 1000 * wholeNumber('--drain', options.drain, 0, 3600),
    signal: stop.signal,
  });
  try {
    const { unanswered } = await finish(job, (event) => show(event, log, progress));
    if (unanswered === 0) return;
    progress.print(`Stopped with ${plural(unanswered, 'request')} unanswered`);
    process.exitCode = 1;
  } finally {
    stop.release();
  }
}

function show(event: ServeEvent, log: LogStyle, progress: Progress): void {
  if (event.kind === 'access') {
    const line = accessLine(log, new Date(), event.record);
    if (line !== undefined) process.stdout.write(`${line}\n`);
  } else if (event.kind === 'error') {
    console.error(`Request ${event.requestId} failed:`);
    console.error(event.error);
  } else progress.print(noticeOf(event));
}

function noticeOf(event: Exclude<ServeEvent, { readonly kind: 'access' | 'error' }>): string {
  switch (event.kind) {
    case 'listening':
      return `Listening at ${event.address}; loading the model`;
    case 'ready':
      return `Ready: ${event.model}, after ${event.seconds.toFixed(1)} s`;
    case 'draining':
      return `${plural(event.requests, 'request is', 'requests are')} being answered`;
  }
}

/** From the file, or from the environment. @throws MpaferError `usage` */
async function tokenOf(file: string | undefined): Promise<string | undefined> {
  const given = process.env[tokenVariable];
  if (file !== undefined && given !== undefined) {
    throw new MpaferError('usage', `Cannot use both --token-file and ${tokenVariable}; expected one of them`);
  }
  if (file === undefined && given === undefined) return undefined;
  const text =
    file === undefined
      ? given!
      : await readFile(file, 'utf8').catch((cause: unknown) => {
          throw new MpaferError('usage', `Cannot read the token file "${file}": ${readReason(cause)}`, { cause });
        });
  const token = text.trim();
  if (token.length >= shortestToken && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new MpaferError(
    'usage',
    `Cannot use the token of ${file === undefined ? tokenVariable : `"${file}"`}: it has ${token.length} characters; expected at least ${shortestToken}, all printable ASCII without spaces`,
    { hint: '"openssl rand -hex 32" makes one' },
  );
}

const shortestToken = 16;

/** Given one by one, or, in a variable, separated by commas. */
const listed = (values: readonly string[] = []): readonly string[] =>
  values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** @throws MpaferError `usage` unless it is an origin as browsers write it */
function originOf(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, '')) return new URL(text).origin;
  throw new MpaferError('usage', `Cannot use --allow-origin ${text}; expected an origin such as https://example.org`);
}
