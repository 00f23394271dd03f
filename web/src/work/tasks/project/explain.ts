// Why a recogniser of the project says what it says of a face: maps, regions covered, and the faces and words that are nearest.
import {
  type Checkpoint,
  type ExplanationMethod,
  type FaceExplainer,
  loadExplainer,
  loadRun,
  MpaferError,
  type Recogniser,
  type RgbImage,
  readCheckpoint,
  runFiles,
  studio,
} from 'mpafer';
import type { Features } from './features.ts';
import { headCheckpoint, ownName } from './instant-head.ts';
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

export async function checkpointFor(source: Source, { clip }: Models): Promise<Checkpoint> {
  if (source === 'head') return headCheckpoint(clip);
  const bytes = await runFolder(source).read(runFiles.best);
  if (bytes === undefined) throw new MpaferError('run', `Cannot open "${source}": it has not been trained to its end`);
  return readCheckpoint(bytes, source);
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

/** Classes under the project's own names. */
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

export interface NearFace {
  readonly path: string;
  readonly cosine: number;
  readonly label: string | undefined;
}

/** The faces of the project that are most alike to the frozen tower, the face itself left out. */
export function nearestFaces(path: string, { rows, data, columns }: Features, count: number): readonly NearFace[] {
  const own = rows.get(path);
  if (own === undefined) return [];
  const vector = data.subarray(own * columns, (own + 1) * columns);
  return opened()
    .faces.flatMap((face) => {
      const row = rows.get(face.path);
      if (row === undefined || row === own) return [];
      let cosine = 0;
      for (let at = 0; at < columns; at++) cosine += vector[at]! * data[row * columns + at]!;
      return [{ path: face.path, cosine, label: face.label }];
    })
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, count);
}

/** The vocabulary's words that are nearest to the prompts of a run; none for the head, which has no prompts. */
export async function wordsOf(
  source: Source,
  models: Models,
): Promise<readonly (readonly (readonly [string, number])[])[]> {
  const { context } = await checkpointFor(source, models);
  return context === undefined ? [] : studio.nearestWords(models.engine, models.clip, context);
}

export interface PlaneView {
  readonly svg: string;
  readonly explained: readonly [number, number];
  readonly shown: number;
  readonly of: number;
}

const mostPoints = 1500;

/** Faces and class vectors in the plane of most variance. */
export async function plane(source: Source, models: Models, features: Features): Promise<PlaneView> {
  const checkpoint = await checkpointFor(source, models);
  const { faces } = opened();
  const { classes } = checkpoint;
  const labelled = faces.filter(({ label }) => label !== undefined && classes.includes(studio.className(label)));
  const stride = Math.max(1, Math.ceil(labelled.length / mostPoints));
  const shown = labelled.filter((_, index) => index % stride === 0);
  const { columns, rows, data } = features;
  const values = new Float32Array(shown.length * columns);
  shown.forEach(({ path }, index) => {
    const row = rows.get(path)!;
    values.set(data.subarray(row * columns, (row + 1) * columns), index * columns);
  });
  if (shown.length < 2) throw new MpaferError('data', 'Cannot draw a plane of fewer than two labelled faces');
  const found = studio.principalPlane(studio.float32(values, [shown.length, columns]));
  const means = classes.map((_, label) => {
    const own = found.points.filter((_, index) => classes.indexOf(studio.className(shown[index]!.label!)) === label);
    const mean = (key: 'x' | 'y') => own.reduce((sum, point) => sum + point[key], 0) / Math.max(own.length, 1);
    return { x: mean('x'), y: mean('y') };
  });
  const svg = studio.scatterPlot({
    title: 'Faces and prototypes',
    under: `plane of most variance: ${Math.round((found.explained[0] + found.explained[1]) * 100)} % of it`,
    description: 'Faces of the project in the plane of most variance',
    classes: classes.map(named),
    points: found.points.map((point, index) => ({
      ...point,
      label: classes.indexOf(studio.className(shown[index]!.label!)),
    })),
    marks: means,
    width: 560,
    height: 400,
  });
  return { svg: studio.inlineChart(svg).markup, explained: found.explained, shown: shown.length, of: labelled.length };
}
