// `mpafer models verify`: is what was pulled byte for byte what the hub holds, and does ViT-B/32 compute what OpenAI published?
import { Command } from 'commander';
import pc from 'picocolors';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { readImage } from '../../platform/node/images/read-image.ts';
import { type CheckedFile, checkFiles } from '../../platform/node/models/hub/check-snapshot.ts';
import { hubCache } from '../../platform/node/models/hub/hub-settings.ts';
import { publishedModels } from '../../platform/node/models/hub/published-models.ts';
import { pulledModels } from '../../platform/node/models/hub/pulled-models.ts';
import { readmeCheck, readmeProbabilities, readmeTolerance } from '../../platform/node/models/hub/readme-check.ts';
import { openClip } from '../../platform/node/models/models.ts';

interface Options {
  readonly picture?: string;
  readonly clip?: string;
  readonly json?: true;
}

/** What became of OpenAI's check. */
type Readme =
  | { readonly status: 'not run'; readonly reason: string }
  | {
      readonly status: 'ok' | 'failed';
      readonly model: string;
      /** Whether the weights are the very file that OpenAI's are published in on the hub. */
      readonly published: boolean;
      readonly probabilities: Readonly<Record<string, number>>;
      readonly largestDifference: number;
    };

const [base32] = publishedModels;

export const modelsVerifyCommand = (): Command =>
  new Command('verify')
    .description("Check the digests of all pulled models, and run the check of OpenAI's README")
    .option('--picture <file>', "CLIP.png of OpenAI's repository; without it the README's check is not run")
    .option('--clip <model>', `which ViT-B/32 the README's check runs on (default: ${base32!.id}, if pulled)`)
    .option('--json', 'print the findings as JSON on standard output')
    .addHelpText('after', '\nExample:\n  mpafer models verify --picture CLIP.png')
    .action(verify);

async function verify(options: Options): Promise<void> {
  const pulled = await pulledModels(hubCache());
  const say = (line: string) => {
    if (!options.json) console.log(line);
  };
  const models: { name: string; commit: string; files: readonly CheckedFile[] }[] = [];
  if (pulled.length === 0) say(`no CLIP was pulled into ${hubCache()}`);
  for (const snapshot of pulled) {
    const files = await checkFiles(snapshot);
    models.push({ name: snapshot.id, commit: snapshot.commit, files });
    say(`${snapshot.id} at ${snapshot.commit}`);
    for (const { path, status, detail } of files) say(`  ${marks[status]}  ${path}${detail ? `: ${detail}` : ''}`);
  }
  const readme = await checkReadme(
    options,
    pulled.some(({ id }) => id === base32!.id),
  );
  for (const line of tell(readme)) say(line);
  if (options.json) console.log(JSON.stringify({ models, readme }, undefined, 2));
  const damaged = models.some(({ files }) => files.some(({ status }) => status === 'damaged' || status === 'missing'));
  if (damaged || readme.status === 'failed') process.exitCode = 1;
}

const marks: Readonly<Record<CheckedFile['status'], string>> = {
  ok: pc.green('ok     '),
  damaged: pc.red('damaged'),
  missing: pc.red('missing'),
  unknown: 'unknown',
};

async function checkReadme({ picture, clip: named }: Options, hasBase32: boolean): Promise<Readme> {
  if (named === undefined && !hasBase32) {
    return {
      status: 'not run',
      reason: `${base32!.id} is not here: mpafer models pull ${base32!.alias}, or name it with --clip`,
    };
  }
  if (picture === undefined) {
    return { status: 'not run', reason: "no picture was given: --picture CLIP.png, which OpenAI's repository has" };
  }
  const image = await readImage(picture);
  const clip = await openClip(named ?? base32!.id);
  const engine = nodeEngine();
  try {
    const { probabilities, largestDifference, passed } = await readmeCheck(engine, clip, image);
    const published = (await clip.digest()) === base32!.sha256;
    return { status: passed ? 'ok' : 'failed', model: clip.name, published, probabilities, largestDifference };
  } finally {
    await engine.close();
  }
}

function tell(readme: Readme): readonly string[] {
  const title = "OpenAI's README check (CLIP.png)";
  if (readme.status === 'not run') return [`${title}: NOT RUN, ${readme.reason}`];
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
