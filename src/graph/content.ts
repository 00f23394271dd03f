// Whether two tensors are equal by content: same operator, attributes and inputs.
import type { NumericArray } from '../core/array.ts';
import { constantOperator, isResultOf, type Tensor, weightOperator } from './tensor.ts';

/**
 * A key that is equal for equal applications of an operator, whichever of its outputs is meant.
 * Leaves that hold data are equal when they hold the same object, or the same few values.
 *
 * @param inputs what the operator is applied to, by names that are equal for equal tensors
 */
export function contentKey(tensor: Tensor, inputs: readonly (string | number)[]): string {
  if (isResultOf(tensor, constantOperator)) return `constant ${arrayKey(tensor.attributes.array)}`;
  if (isResultOf(tensor, weightOperator)) {
    const { file, begin, shape, type } = tensor.attributes.stored;
    return `weight ${identityOf(file)} ${begin} ${type} ${shape.join()}`;
  }
  return `${tensor.operator.name} ${JSON.stringify(tensor.attributes)} ${inputs.join(' ')}`;
}

/** A text that is equal for arrays of equal type and shape that are the same object or, if small, hold the same values. */
export function arrayKey({ type, shape, data }: NumericArray): string {
  const values = data.length <= 64 ? Array.from(data, showExactly).join() : `object ${identityOf(data)}`;
  return `${type} ${shape.join()} ${values}`;
}

const showExactly = (value: number | bigint): string => (Object.is(value, -0) ? '-0' : String(value));

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

function identityOf(object: object): number {
  let identity = identities.get(object);
  if (identity === undefined) {
    identity = nextIdentity++;
    identities.set(object, identity);
  }
  return identity;
}
