// How frequent each class was among the images that a CLIP was trained on, where its config.json says so: a prior that it has learned.
import { MpaferError } from '../core/errors.ts';
import { showValue } from '../core/show-value.ts';

/** Shares of the labels or votes by class, above 0. */
export type ClassShares = Readonly<Record<string, number>>;

/** The key of config.json, which is mpafer's own. */
export const classSharesKey = 'class_shares';

/** @param json the parsed file @param name what to call it in messages @throws MpaferError `model` when there are shares that are none */
export function readClassShares(json: unknown, name: string): ClassShares | undefined {
  const shares = Object(json)[classSharesKey] as unknown;
  if (shares === undefined) return undefined;
  const isShare = (value: unknown) => typeof value === 'number' && value > 0 && value <= 1;
  if (typeof shares === 'object' && shares !== null && Object.values(shares).every(isShare))
    return shares as ClassShares;
  throw new MpaferError(
    'model',
    `Cannot read "${name}": ${classSharesKey} is ${showValue(shares)}; expected a number above 0 and up to 1 for each class`,
  );
}

/**
 * What to add to the scores of a CLIP that has learned these shares, so that they are those of equally frequent classes: minus the
 * logarithm of each share (Menon et al., "Long-tail learning via logit adjustment", ICLR 2021).
 *
 * @throws MpaferError `model` when the share of a class is not known
 */
export function evenAdvantage(shares: ClassShares | undefined, classes: readonly string[], name: string): number[] {
  return classes.map((label) => {
    const share = shares !== undefined && Object.hasOwn(shares, label) ? shares[label] : undefined;
    if (share !== undefined) return -Math.log(share);
    throw new MpaferError(
      'model',
      `Cannot assume an even prior with "${name}": it does not record how frequent "${label}" was in its training`,
      { hint: 'Leave the prior out' },
    );
  });
}
