// Settings of a run from the command line: a JSON file, if there is one, overridden by `key=value` arguments.
import { parseConfiguration } from '../../configuration/configuration.ts';
import { withSettings } from '../../configuration/settings.ts';
import { readJson } from '../../platform/node/files/read-json.ts';

/**
 * Reads and checks the settings; returns undefined where there are none.
 *
 * @throws MpaferError `configuration` for an invalid setting or file, `usage` for an argument that is not `key=value`
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
