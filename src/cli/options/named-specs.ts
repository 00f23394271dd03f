// Named data sets and runs on the command line, `NAME=SPEC`; without a name, a short one is derived.
import { MpaferError } from '../../core/errors.ts';
import type { NamedSpec } from '../../jobs/experiments/cross-models.ts';
import { fileName } from '../../jobs/experiments/experiment-folder.ts';

/**
 * Parses `NAME=SPEC` arguments. A derived name is the kind of the data set or the last part of a path, or the whole SPEC where two names
 * would be the same.
 *
 * @throws MpaferError `usage` when two of them have the same name
 */
export function namedSpecs(flag: string, texts: readonly string[]): readonly NamedSpec[] {
  const read = texts.map((text) => {
    const [, given, rest] = /^([^=:?/\\]+)=(.+)$/s.exec(text) ?? [];
    return { given: given?.trim(), spec: rest ?? text };
  });
  const short = ({ spec }: { readonly spec: string }) => {
    const [, kind] = /^([a-z][a-z0-9+-]+):/.exec(spec) ?? [];
    return kind ?? fileName(spec.split(/[\\/]/).findLast((part) => part !== '') ?? spec);
  };
  const named = read.map((one) => {
    const shared = read.filter((other) => other.given === undefined && short(other) === short(one)).length > 1;
    return { name: one.given ?? (shared ? fileName(one.spec) : short(one)), spec: one.spec };
  });
  const twice = named.find(
    ({ name }, at) => named.findIndex((other) => fileName(other.name) === fileName(name)) !== at,
  );
  if (twice === undefined) return named;
  throw new MpaferError('usage', `Cannot use ${flag}: two of them are named "${twice.name}"`, {
    hint: `Give each its own name: ${flag} one=${twice.spec}`,
  });
}
