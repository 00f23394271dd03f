// `--classes` and `--data`: class names, listed or taken from a data set.
import { MpaferError } from '../../core/errors.ts';
import { className } from '../../data/expressions.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';

/**
 * Class names in their order; the eight expressions have their canonical names, as in every data set.
 *
 * @param names separated by commas @param data SPEC of a data set @throws MpaferError `usage`, and what opening a data set throws
 */
export async function classNames(names: string | undefined, data: string | undefined): Promise<readonly string[]> {
  if ((names === undefined) === (data === undefined)) {
    throw new MpaferError(
      'usage',
      names ? 'Cannot use both --classes and --data' : 'Cannot choose classes: neither --classes nor --data is given',
      {
        hint: 'For example --classes anger,joy,boredom or --data folder:my-faces',
      },
    );
  }
  if (data !== undefined) return (await openDataset(data, nodeDataHost)).classes.map(checked);
  const own = names!.split(',').map((name) => checked(className(name.trim())));
  const twice = own.find((name, index) => own.indexOf(name) !== index);
  if (twice === undefined) return own;
  throw new MpaferError('usage', `Cannot use --classes ${names}: "${twice}" occurs twice`, {
    hint: 'Synonyms of the eight expressions count as the same class: happy is happiness',
  });
}

/** A name becomes part of a question, so it must look like one. */
function checked(name: string): string {
  if (name !== '' && name.length <= 60 && !/[\p{Cc}\p{Cf}{}"]/u.test(name)) return name;
  throw new MpaferError(
    'usage',
    `Cannot use class ${JSON.stringify(name)}; expected 1 to 60 characters without quotes, braces or control characters`,
  );
}
