// A run's settings as the command line gives them: a JSON file, if one is named, overridden by `key=value` arguments.
import { parseConfiguration } from '../../configuration/configuration.ts';
import { withSettings } from '../../configuration/settings.ts';
import { readJson } from '../../platform/node/files/read-json.ts';

/**
 * Undefined where neither is given.
 *
 * @throws MpaferError `configuration` for what cannot be used, naming the file; `usage` for a setting without a value
 */
export async function readSettings(
  file: string | undefined,
  settings: readonly string[],
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (file === undefined && settings.length === 0) return undefined;
  const values = withSettings(file === undefined ? {} : await readJson(file, 'configuration'), settings);
  parseConfiguration(values, file === undefined ? 'the settings' : `"${file}" with the settings`);
  return values as Readonly<Record<string, unknown>>;
}
