// `mpafer models verify`: checks pulled files against the hub's digests, and ViT-B/32 against the values that OpenAI published.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import {
  hasFailed,
  type ReadmeResult,
  readmeModel,
  type VerifiedModels,
  verifyModels,
} from '../../jobs/models/verify-models.ts';
import type { CheckedFile } from '../../platform/node/models/hub/check-snapshot.ts';
import { hubCache } from '../../platform/node/models/hub/hub-settings.ts';
import { readmeProbabilities, readmeTolerance } from '../../platform/node/models/hub/readme-check.ts';
import { pc } from '../terminal/colours.ts';

interface Options {
  readonly picture?: string;
  readonly clip?: string;
  readonly json?: true;
}

export const modelsVerifyCommand = (): Command =>
  new Command('verify')
    .description("Check the digests of all pulled models, and run the check of OpenAI's README")
    .option('--picture <file>', "CLIP.png of OpenAI's repository; without it the README's check is not run")
    .option('--clip <model>', `ViT-B/32 on which to run the README's check (default: ${readmeModel.id}, if pulled)`)
    .option('--json', 'print the findings as JSON on standard output')
    .addHelpText('after', '\nExample:\n  mpafer models verify --picture CLIP.png')
    .action(verify);

async function verify({ json: asJson, ...options }: Options): Promise<void> {
  const found = await verifyModels(options);
  console.log(asJson ? json(found).trimEnd() : findings(found, options).join('\n'));
  if (hasFailed(found)) process.exitCode = 1;
}

const marks: Readonly<Record<CheckedFile['status'], string>> = {
  ok: pc.green('ok     '),
  damaged: pc.red('damaged'),
  missing: pc.red('missing'),
  unknown: 'unknown',
};

const findings = ({ models, readme }: VerifiedModels, options: Options): readonly string[] => [
  ...(models.length === 0 ? [`no CLIP was pulled into ${hubCache()}`] : []),
  ...models.flatMap(({ name, commit, files }) => [
    `${name} at ${commit}`,
    ...files.map(({ path, status, detail }) => `  ${marks[status]}  ${path}${detail ? `: ${detail}` : ''}`),
  ]),
  ...readmeLines(readme, options),
];

function readmeLines(readme: ReadmeResult, { clip, picture }: Options): readonly string[] {
  const title = "OpenAI's README check (CLIP.png)";
  if (readme.status === 'not run') {
    const todo =
      clip !== undefined || picture !== undefined
        ? []
        : [`  mpafer models pull ${readmeModel.alias}, then mpafer models verify --picture CLIP.png`];
    return [`${title}: NOT RUN, ${readme.reason}`, ...todo];
  }
  const rows = Object.entries(readmeProbabilities).map(
    ([text, wanted]) => `  ${text.padEnd(12)}${readme.probabilities[text]!.toPrecision(7)}, published ${wanted}`,
  );
  const weights = readme.published ? '' : ' (its weights are not the published file)';
  return [
    `${title} by ${readme.model}${weights}: ${readme.status === 'ok' ? pc.green('ok') : pc.red('failed')}`,
    ...rows,
    `  largest difference ${readme.largestDifference.toExponential(1)}, allowed ${readmeTolerance}`,
  ];
}
