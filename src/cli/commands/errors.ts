// `mpafer errors CODE`: the page about one kind of error: what it means and what to do.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type ErrorCode, errorCodes, MpaferError } from '../../core/errors.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { packageFile } from '../../engine/node/package-files.ts';

export const errorsCommand = (): Command =>
  new Command('errors')
    .argument('[code]', 'code in square brackets at the end of a message; without it, all codes are listed')
    .addHelpText('after', '\nExample:\n  mpafer errors data')
    .action(run);

function run(code: string | undefined): void {
  if (code === undefined) console.log(errorCodes.join('\n'));
  else console.log(pageOf(known(code)).trimEnd());
}

function known(code: string): ErrorCode {
  const found = errorCodes.find((name) => name === code);
  if (found !== undefined) return found;
  const near = nearestName(code, errorCodes);
  throw new MpaferError('usage', `Unknown error code "${code}"`, {
    hint: near === undefined ? `Codes are ${errorCodes.join(', ')}` : `Did you mean "${near}"?`,
  });
}

/** The page as Markdown; it is part of the package. */
const pageOf = (code: ErrorCode): string => readFileSync(packageFile(`docs/errors/${code}.md`), 'utf8');
