// Verifies pulled models: the digests of their files, and the output of ViT-B/32 against the values in OpenAI's README.
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { readImage } from '../../platform/node/images/read-image.ts';
import { type CheckedFile, checkFiles } from '../../platform/node/models/hub/check-snapshot.ts';
import { hubCache } from '../../platform/node/models/hub/hub-settings.ts';
import { type PublishedModel, publishedModels } from '../../platform/node/models/hub/published-models.ts';
import { pulledModels } from '../../platform/node/models/hub/pulled-models.ts';
import { readmeCheck } from '../../platform/node/models/hub/readme-check.ts';
import { openClip } from '../../platform/node/models/models.ts';

/** Options of `verifyModels`. */
export interface VerifyOptions {
  /** CLIP.png of OpenAI's repository; without it the README's check is not run. */
  readonly picture?: string | undefined;
  /** The ViT-B/32 that the README's check runs on; OpenAI's by default, if it was pulled. */
  readonly clip?: string | undefined;
  readonly threads?: number | undefined;
}

/** What `verifyModels` found. */
export interface VerifiedModels {
  readonly models: readonly {
    readonly name: string;
    readonly commit: string;
    readonly files: readonly CheckedFile[];
  }[];
  readonly readme: ReadmeResult;
}

/** The result of the check in OpenAI's README. */
export type ReadmeResult =
  | { readonly status: 'not run'; readonly reason: string }
  | {
      readonly status: 'ok' | 'failed';
      readonly model: string;
      /** Whether the weights are the file that OpenAI published on the hub. */
      readonly published: boolean;
      readonly probabilities: Readonly<Record<string, number>>;
      readonly largestDifference: number;
    };

/** The model that the README uses. */
export const readmeModel: PublishedModel = publishedModels[0]!;

/**
 * Checks the files of every pulled model and, given a picture, the output of ViT-B/32.
 *
 * @returns the status of each file and the result of the README's check; a damaged file does not throw
 * @throws MpaferError `model` when the CLIP cannot be opened, `image` when the picture cannot be read
 * @example
 * ```ts
 * import { verifyModels } from 'mpafer/jobs';
 * const { models, readme } = await verifyModels();
 * for (const { name, files } of models) console.log(name, files.every(({ status }) => status === 'ok'));
 * console.log(readme.status); // not run
 * ```
 */
export async function verifyModels(options: VerifyOptions = {}): Promise<VerifiedModels> {
  const pulled = await pulledModels(hubCache());
  const models: { name: string; commit: string; files: readonly CheckedFile[] }[] = [];
  for (const snapshot of pulled) {
    models.push({ name: snapshot.id, commit: snapshot.commit, files: await checkFiles(snapshot) });
  }
  return {
    models,
    readme: await checkReadme(
      options,
      pulled.some(({ id }) => id === readmeModel.id),
    ),
  };
}

/** Whether a file is damaged or missing, or the README's check failed. */
export const hasFailed = ({ models, readme }: VerifiedModels): boolean =>
  readme.status === 'failed' ||
  models.some(({ files }) => files.some(({ status }) => status === 'damaged' || status === 'missing'));

async function checkReadme({ picture, clip: named, threads }: VerifyOptions, isPulled: boolean): Promise<ReadmeResult> {
  if (named === undefined && !isPulled) return { status: 'not run', reason: `${readmeModel.id} was not pulled` };
  if (picture === undefined) return { status: 'not run', reason: 'no picture was given' };
  const image = await readImage(picture);
  const clip = await openClip(named ?? readmeModel.id);
  await using engine = nodeEngine(threads === undefined ? {} : { threads });
  const { probabilities, largestDifference, passed } = await readmeCheck(engine, clip, image);
  const published = (await clip.digest()) === readmeModel.sha256;
  return { status: passed ? 'ok' : 'failed', model: clip.name, published, probabilities, largestDifference };
}
