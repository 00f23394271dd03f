// Hints that name flags: what to type for what an error asks for. The layers below name none.
import type { Command } from 'commander';
import type { ErrorCode } from '../../core/errors.ts';

const hints: readonly { readonly code: ErrorCode; readonly flag: string; readonly text: string }[] = [
  {
    code: 'descriptions',
    flag: '--descriptions',
    text: '--descriptions FILE takes a JSON {class: description or list of descriptions}',
  },
  { code: 'descriptions', flag: '--overwrite', text: '--overwrite replaces an existing file' },
  { code: 'label', flag: '--map', text: '--map FILE takes a JSON {class of a test set: class of the model, or null}' },
  { code: 'model', flag: '--clip', text: '`mpafer models list` shows what --clip takes by name' },
];

/** A hint that fits the error's code and the options of the command that failed. */
export const flagHint = (code: ErrorCode, command: Command | undefined): string | undefined =>
  hints.find((hint) => hint.code === code && command?.options.some(({ long }) => long === hint.flag))?.text;
