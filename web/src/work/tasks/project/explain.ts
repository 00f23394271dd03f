// Why a recogniser of the project says what it says of a face: maps, with the share of each region.
import { type ExplanationMethod, studio } from 'mpafer';
import { checkpointFor } from './checkpoint-for.ts';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { readFace } from './pictures.ts';
import { named, programsFor, renamed } from './programs-for.ts';
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
}

const methods: readonly ExplanationMethod[] = ['gate', 'occlusion', 'patches', 'gradient'];

export async function explain(source: Source, path: string, models: Models, target?: string): Promise<WhyFace> {
  const { explainer } = await programsFor(source, models);
  const face = await readFace(path);
  const own = await explainer;
  const record = await verdictsFor(source, models);
  const maps: FaceMap[] = [];
  let first: Omit<WhyFace, 'maps'> | undefined;
  for (const method of methods) {
    // Without a local part there is no map of patches.
    if (method === 'patches' && first?.margin.local === 0) continue;
    const [found] = await own.explain([face], { method, ...(target !== undefined && { target }) });
    const { expression, probabilities, explanation } = found!;
    first ??= { expression, against: explanation.against, probabilities, margin: explanation.margin };
    const { rows, columns, values } = explanation.map;
    const regions = studio.regionShares(values, studio.patchRegions(rows, columns));
    const { about, unit, signed } = studio.mapDescriptions[method];
    const verdict = studio.verdictOf(record, method);
    maps.push({ method, rows, columns, values: [...values], about, unit, signed, regions, verdict });
  }
  const { expression, against, probabilities, margin } = first!;
  return {
    expression: named(expression),
    against: named(against),
    probabilities: renamed(probabilities),
    margin,
    maps,
  };
}

/** The verdict that `mpafer faithfulness` left in the run's folder, where it is of these very prompts. */
async function verdictsFor(source: Source, models: Models) {
  const bytes = source === 'head' ? undefined : await runFolder(source).read('faithfulness.json');
  if (bytes === undefined) return undefined;
  const found = studio.faithfulnessSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (!found.success) return undefined;
  const digest = await studio.recogniserDigest(await checkpointFor(source, models));
  return found.data.checkpoint === digest ? found.data : undefined;
}
