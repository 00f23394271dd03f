// One of many processes that pull at once: ENDPOINT and CACHE as arguments; prints the SHA-256 of the weights that it ends up with.
import { join } from 'node:path';
import { digestFile } from '../../../../../src/platform/node/models/hub/file-digest.ts';
import { hubName } from '../../../../../src/platform/node/models/hub/hub-name.ts';
import { hubSettings } from '../../../../../src/platform/node/models/hub/hub-settings.ts';
import { pullModel } from '../../../../../src/platform/node/models/hub/pull-model.ts';

const [endpoint, cache] = process.argv.slice(2);
const settings = hubSettings({ endpoint: endpoint! }, { HF_HUB_CACHE: cache! });
const { path } = await pullModel(hubName('tiny/clip'), settings);
console.log(await digestFile(join(path, 'model.safetensors'), '0'.repeat(64)));
