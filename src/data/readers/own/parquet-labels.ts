// The class of a row of a Parquet file: a number by the file's own names, or a name.
import { className } from '../../expressions.ts';
import { type LabelNaming, namedLabel } from '../../label-names.ts';

/**
 * @param label as the file has it
 * @param names class names of the file's metadata, for 0, 1, 2 ...; names that are numbers themselves say nothing
 */
export function parquetLabel(
  label: unknown,
  names: readonly string[] | undefined,
  naming: LabelNaming,
): { readonly className: string } | { readonly wrong: string } {
  if (typeof label !== 'string' && typeof label !== 'number' && typeof label !== 'bigint') {
    return {
      wrong: `label is ${label === null || label === undefined ? 'missing' : typeof label}; expected a number or a name`,
    };
  }
  const text = String(label);
  if (names === undefined || typeof label === 'string') return namedLabel(text, naming);
  const name = names[Number(label)];
  if (name === undefined) return { wrong: `label is ${text}; expected 0-${names.length - 1}` };
  return /^\d+$/.test(name) ? namedLabel(name, naming) : { className: className(name) };
}
