// The classes that a command speaks of: named one by one, or those of a data set.
import { MpaferError } from '../core/errors.ts';
import { className } from '../data/expressions.ts';
import { openDataset } from '../data/open-dataset.ts';
import { nodeDataHost } from '../platform/node/files/data-host.ts';

/**
 * Names in their order; the eight expressions under their canonical names, as in every data set.
 *
 * @param names separated by commas @param data spec of a data set @throws MpaferError `usage`, and what a data set throws
 */
export async function classNames(names: string | undefined, data: string | undefined): Promise<readonly string[]> {
  if ((names === undefined) === (data === undefined)) {
    throw new MpaferError('usage', `Cannot tell the classes: give --classes or --data, ${names ? 'not both' : 'one'}`, {
      hint: 'For example --classes anger,joy,boredom or --data folder:my-faces',
    });
  }
  if (data !== undefined) return (await openDataset(data, nodeDataHost)).classes.map(checked);
  const own = names!.split(',').map((name) => checked(className(name.trim())));
  const twice = own.find((name, index) => own.indexOf(name) !== index);
  if (twice === undefined) return own;
  throw new MpaferError('usage', `Cannot use --classes ${names}: "${twice}" is named twice`, {
    hint: 'Other words for the eight expressions count as the same: happy is happiness',
  });
}

/** A name becomes part of a question, so it must look like one. */
function checked(name: string): string {
  if (name !== '' && name.length <= 60 && !/[\p{Cc}\p{Cf}{}"]/u.test(name)) return name;
  throw new MpaferError(
    'usage',
    `Cannot use class ${JSON.stringify(name)}: a name has 1 to 60 characters, without quotes, braces and control characters`,
  );
}
