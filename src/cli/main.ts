// The command line: its commands and its exit codes. 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.
import { Command, CommanderError, Help } from 'commander';
import { MpaferError } from '../core/errors.ts';
import { packageVersion } from '../platform/node/environment.ts';
import { diskError } from '../platform/node/files/write-file.ts';
import { launcherOf } from '../platform/node/mpi/launcher.ts';
import { everyRankKnows } from '../platform/node/mpi/settled.ts';
import { commandGroups } from './command-list.ts';
import { pc } from './terminal/colours.ts';
import { exitCodeOf } from './terminal/exit-code.ts';
import { flagHint } from './terminal/flag-hint.ts';

/** Runs one command line and sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('mpafer')
    .description('Facial expression recognition by multimodal prompt alignment (MPA-FER) on a frozen CLIP')
    .version(packageVersion())
    .showHelpAfterError('Run with --help for usage')
    .showSuggestionAfterError()
    // A command and its subcommand can then have options of the same name.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput(firstRankWrites)
    .addHelpText('after', examples);
  await addCommands(program, argv.slice(2));
  process.stdout.on('error', endWithoutReader);
  // Progress may get lost where nobody reads it (a closed terminal, `2>&1 | head`); the work continues.
  process.stderr.on('error', () => {});
  let running: Command | undefined;
  program.hook('preAction', (_, command) => {
    running = command;
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = end(error, running);
  }
}

/** Ranks have the same command line: what is wrong with it, or its help, is said once. */
const firstRankWrites = {
  writeOut: (text: string) => void (isFirstRank() && process.stdout.write(text)),
  writeErr: (text: string) => void (isFirstRank() && process.stderr.write(text)),
};

const isFirstRank = (): boolean => (launcherOf(process.env)?.rank ?? 0) === 0;

/** Loads the command that is called, or whose help is asked for; of the others, what their help says is known. */
async function addCommands(program: Command, words: readonly string[]): Promise<void> {
  const called = words[0] === 'help' ? words[1] : words[0];
  const terms = new Map<Command, string>();
  program.configureHelp({ subcommandTerm: (command) => terms.get(command) ?? new Help().subcommandTerm(command) });
  for (const [group, commands] of Object.entries(commandGroups)) {
    for (const { name, takes, about, load } of commands) {
      const command = (name === called ? await load() : new Command(name)).description(about);
      terms.set(command, `${name} ${takes}`.trim());
      program.addCommand(inherit(command, program).helpGroup(group));
    }
  }
}

/** In `mpafer ... | head -1` the reader has read enough, which is not a failure; a full disk is. */
function endWithoutReader(error: NodeJS.ErrnoException): never {
  process.exit(error.code === 'EPIPE' ? process.exitCode : end(diskError('standard output', error)));
}

/** Commander does not pass settings on to commands that are created separately. */
function inherit(command: Command, parent: Command): Command {
  for (const inner of command.commands) inherit(inner, parent);
  return command.copyInheritedSettings(parent).exitOverride();
}

/** Prints the error; returns the exit code. */
function end(error: unknown, running?: Command): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const launcher = launcherOf(process.env);
  const rank = launcher !== undefined && launcher.rank > 0 ? `rank ${launcher.rank}: ` : '';
  if (!(error instanceof MpaferError)) {
    console.error(`${rank}${pc.red('This is a bug in mpafer, please report it:')}`);
    console.error(error);
    return 1;
  }
  const code = exitCodeOf(error);
  // The first rank says it for all.
  if (rank !== '' && everyRankKnows()) return code;
  const stopped = code === 130;
  console.error(`${rank}${stopped ? '' : `${pc.red('Error')} `}${error.message}`);
  for (const hint of [error.hint, flagHint(error.code, running)]) if (hint !== undefined) console.error(`  ${hint}`);
  if (stopped) return code;
  console.error(pc.dim(`  [${error.code}] mpafer errors ${error.code}`));
  return code;
}

const examples = `
Examples:
  mpafer demo
  mpafer train --data folder:my-faces --out runs/mine epochs=20
  mpafer evaluate --run runs/mine --data folder:my-faces --split test
  mpafer predict --run runs/mine face.jpg
  mpafer doctor

Exit codes: 0 done, 1 failed (the message says what to do), 2 wrong usage, 130 stopped`;
