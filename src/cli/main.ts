// The command line: verbs, and how they end. 0 done, 1 a failure the user can mend, 2 wrong usage, 130 stopped by Ctrl-C.
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { MpaferError } from '../core/errors.ts';
import { packageVersion } from '../platform/node/environment.ts';
import { diskError } from '../platform/node/files/write-file.ts';
import { ablateCommand } from './commands/ablate.ts';
import { compareCommand } from './commands/compare.ts';
import { crossCommand } from './commands/cross.ts';
import { dataCommand } from './commands/data.ts';
import { demoCommand } from './commands/demo.ts';
import { describeCommand } from './commands/describe.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { modelsCommand } from './commands/models.ts';
import { predictCommand } from './commands/predict.ts';
import { pretrainCommand } from './commands/pretrain.ts';
import { prototypesCommand } from './commands/prototypes.ts';
import { stressCommand } from './commands/stress.ts';
import { trainCommand } from './commands/train.ts';

/** Runs one command line. Sets the exit code; never throws for what a user can mend. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('mpafer')
    .description('Facial expression recognition by multimodal prompt alignment (MPA-FER) on a frozen CLIP')
    .version(packageVersion)
    .showHelpAfterError('Run with --help for usage')
    .showSuggestionAfterError()
    // So that a command and one inside it can have options of the same name, each after its own word.
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText('after', examples);
  for (const command of [
    trainCommand,
    evaluateCommand,
    compareCommand,
    predictCommand,
    pretrainCommand,
    describeCommand,
    ablateCommand,
    crossCommand,
    stressCommand,
    prototypesCommand,
    dataCommand,
    exportCommand,
    modelsCommand,
    demoCommand,
    doctorCommand,
  ]) {
    program.addCommand(inherit(command(), program));
  }
  process.stdout.on('error', endWithoutReader);
  // Talk that nobody hears, of a closed terminal or behind `2>&1 | head`, is lost; the work it is about is not.
  process.stderr.on('error', () => {});
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = end(error);
  }
}

/** `mpafer ... | head -1`: whoever reads has had enough, which is no failure; a file on a full disk is one. */
function endWithoutReader(error: NodeJS.ErrnoException): never {
  process.exit(error.code === 'EPIPE' ? process.exitCode : end(diskError('standard output', error)));
}

/** How wrong usage is told is decided once: commander does not pass it on to commands that are made elsewhere. */
function inherit(command: Command, parent: Command): Command {
  for (const inner of command.commands) inherit(inner, parent);
  return command.copyInheritedSettings(parent).exitOverride();
}

function end(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof MpaferError)) {
    console.error(pc.red('This is a bug in mpafer, please report it:'));
    console.error(error);
    return 1;
  }
  const stopped = error.code === 'aborted';
  console.error(stopped ? error.message : `${pc.red('Error')} ${error.message}`);
  if (error.hint !== undefined) console.error(`  ${error.hint}`);
  if (stopped) return 130;
  console.error(pc.dim(`  [${error.code}] docs/errors/${error.code}.md`));
  return error.code === 'usage' ? 2 : 1;
}

const examples = `
Examples:
  mpafer demo
  mpafer train --data folder:my-faces --out runs/mine epochs=20
  mpafer evaluate --run runs/mine --data folder:my-faces --split test
  mpafer predict --run runs/mine face.jpg
  mpafer doctor

Exit codes: 0 done, 1 failed (the message says what to do), 2 wrong usage, 130 stopped`;
