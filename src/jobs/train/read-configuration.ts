// The configuration of a training: a JSON file, if one is named, with the settings of the command line written over it.

import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { withSettings } from '../../configuration/settings.ts';
import { readJson } from '../../platform/node/files/read-json.ts';

/** @throws MpaferError `configuration`, `usage` for a setting without a value */
export async function readConfiguration(file: string | undefined, settings: readonly string[]): Promise<Configuration> {
  const values = file === undefined ? {} : await readJson(file, 'configuration');
  const source = file === undefined ? 'the settings' : `"${file}" with the settings`;
  return parseConfiguration(withSettings(values, settings), source);
}
