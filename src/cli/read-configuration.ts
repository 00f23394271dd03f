// The configuration of a training: a JSON file, if one is named, with the settings of the command line written over it.
import { readJson } from '../platform/node/read-json.ts';
import { type Configuration, parseConfiguration } from '../train/configuration.ts';
import { withSettings } from '../train/settings.ts';

/** @throws MpaferError `configuration`, `usage` for a setting without a value */
export async function readConfiguration(file: string | undefined, settings: readonly string[]): Promise<Configuration> {
  const values = file === undefined ? {} : await readJson(file, 'configuration');
  const source = file === undefined ? 'the settings' : `"${file}" with the settings`;
  return parseConfiguration(withSettings(values, settings), source);
}
