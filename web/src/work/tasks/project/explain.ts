// Why a recogniser of the project says what it says of a face: maps, and what it says when regions are covered.
import {
  type ExplanationMethod,
  type FaceExplainer,
  loadExplainer,
  loadRun,
  MpaferError,
  type Recogniser,
  type RgbImage,
  studio,
} from 'mpafer';
import { checkpointFor } from './checkpoint-for.ts';
import { ownName } from './instant-head.ts';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';
import { readFace } from './pictures.ts';
import { runFolder } from './run-files.ts';

export interface FaceMap {
  readonly method: ExplanationMethod;
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
  readonly about: string;
  readonly unit: string;
  readonly signed: boolean;
  /** Whether such maps of this recogniser were found to be true. */
  readonly verdict: studio.MapVerdict;
  /** Share of the positive values in each region. */
  readonly regions: Readonly<Record<studio.FaceRegion, number>>;
}

export interface WhyFace {
  readonly expression: string;
  readonly against: string;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly margin: {
    readonly total: number;
    readonly global: number;
    readonly local: number;
    readonly localShare: number;
  };
  readonly maps: readonly FaceMap[];
  /** Maps that this recogniser cannot have, and why. */
  readonly without: readonly string[];
}

/** Programs are kept for the face after this one; the head changes, its graph does not. */
let kept:
  | { readonly key: string; readonly explainer: Promise<FaceExplainer>; readonly recogniser: Promise<Recogniser> }
  | undefined;

async function openFor(source: Source, models: Models) {
  const checkpoint = await checkpointFor(source, models);
  const key = `${opened().name} ${source} ${await studio.sha256(new Uint8Array(checkpoint.text.data.buffer))}`;
  if (kept?.key !== key) {
    const before = kept;
    kept = {
      key,
      explainer: loadExplainer(models.engine, models.clip, checkpoint),
      recogniser: loadRun(models.engine, models.clip, checkpoint),
    };
    await (await before?.explainer)?.release();
    await (await before?.recogniser)?.release();
  }
  return kept;
}

const methods: readonly ExplanationMethod[] = ['gate', 'occlusion', 'patches', 'gradient'];

export async function explain(source: Source, path: string, models: Models, target?: string): Promise<WhyFace> {
  const { explainer } = await openFor(source, models);
  const face = await readFace(path);
  const own = await explainer;
  const record = await verdictsFor(source, models);
  const maps: FaceMap[] = [];
  const without: string[] = [];
  let first: Omit<WhyFace, 'maps' | 'without'> | undefined;
  for (const method of methods) {
    try {
      const [found] = await own.explain([face], { method, ...(target !== undefined && { target }) });
      const { expression, probabilities, explanation } = found!;
      first ??= { expression, against: explanation.against, probabilities, margin: explanation.margin };
      const { rows, columns, values } = explanation.map;
      const regions = studio.regionShares(values, studio.patchRegions(rows, columns));
      const { about, unit, signed } = studio.mapDescriptions[method];
      const verdict = studio.verdictOf(record, method);
      maps.push({ method, rows, columns, values: [...values], about, unit, signed, regions, verdict });
    } catch (error) {
      if (!(error instanceof MpaferError) || error.code !== 'run') throw error;
      without.push(error.message);
    }
  }
  const { expression, against, probabilities, margin } = first!;
  return {
    expression: named(expression),
    against: named(against),
    probabilities: renamed(probabilities),
    margin,
    maps,
    without,
  };
}

/** A class under the project's own name. */
const named = (canonical: string): string => ownName(opened().project, canonical);

const renamed = (probabilities: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(probabilities).map(([name, value]) => [named(name), value]));

/** The verdict that `mpafer faithfulness` left in the run's folder, where it is of these very prompts. */
async function verdictsFor(source: Source, models: Models) {
  const bytes = source === 'head' ? undefined : await runFolder(source).read('faithfulness.json');
  if (bytes === undefined) return undefined;
  const found = studio.faithfulnessSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (!found.success) return undefined;
  const digest = await studio.recogniserDigest(await checkpointFor(source, models));
  return found.data.checkpoint === digest ? found.data : undefined;
}

/** What is said of a face of which some regions are painted over with its mean colour. */
export async function withoutRegions(
  source: Source,
  path: string,
  regions: readonly studio.FaceRegion[],
  models: Models,
): Promise<{ readonly expression: string; readonly probabilities: Readonly<Record<string, number>> }> {
  const { recogniser } = await openFor(source, models);
  const face = await readFace(path);
  const side = models.clip.config.image.size / models.clip.config.image.patch;
  const [found] = await (await recogniser).recognise([covered(face, studio.patchRegions(side, side), side, regions)]);
  return { expression: named(found!.expression), probabilities: renamed(found!.probabilities) };
}

function covered(
  { width, height, data }: RgbImage,
  regionAt: readonly studio.FaceRegion[],
  side: number,
  regions: readonly studio.FaceRegion[],
): RgbImage {
  const mean = [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let at = channel; at < data.length; at += 3) sum += data[at]!;
    return Math.round(sum / (width * height));
  });
  const pixels = Uint8Array.from(data);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const patch = Math.floor((y / height) * side) * side + Math.floor((x / width) * side);
      if (regions.includes(regionAt[patch]!)) pixels.set(mean, (y * width + x) * 3);
    }
  }
  return { width, height, data: pixels };
}
