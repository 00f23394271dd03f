// What the explanations of many faces have in common: margins, regions and mean maps by recognised class, and the contrast of two classes.
import type { MarginParts, PatchMap } from './explanation.ts';

/** What is summed up of one face. */
export interface SummedFace {
  /** The recognised class. */
  readonly recognised: string;
  /** The class explained, and the one that it is held against. */
  readonly expression: string;
  readonly against: string;
  readonly margin: MarginParts;
  readonly map: PatchMap;
  readonly regions: { readonly shares: Readonly<Record<string, number>> };
}

/** Means over faces. */
export interface ExplanationGroup {
  /** The recognised class; absent for all faces. */
  readonly recognised?: string | undefined;
  readonly faces: number;
  readonly margin: MarginParts;
  /** Of the positive values of the maps, by region. */
  readonly regions: Readonly<Record<string, number>>;
  readonly map: PatchMap;
}

/** Where the evidence of two expressions differs, where all maps ask the same: why the one rather than the other. */
export interface ExpressionContrast {
  readonly expression: string;
  readonly against: string;
  /** Faces that are recognised as the one, and as the other. */
  readonly faces: readonly [number, number];
  /** The mean map of the first less that of the second. */
  readonly map: PatchMap;
  /** The same of the shares of regions. */
  readonly regions: Readonly<Record<string, number>>;
}

export interface ExplanationSummary {
  /** All faces, then each class that was recognised, in the order of `classes`. */
  readonly groups: readonly ExplanationGroup[];
  /** Absent where faces were asked different things, or none is recognised as one of the two. */
  readonly contrast?: ExpressionContrast | undefined;
}

/** @param faces at least one, all maps of one method and size */
export function summariseExplanations(faces: readonly SummedFace[], classes: readonly string[]): ExplanationSummary {
  const of = (name: string) => faces.filter(({ recognised }) => recognised === name);
  const present = classes.filter((name) => of(name).length > 0);
  const groups = [groupOf(faces), ...present.map((name) => ({ recognised: name, ...groupOf(of(name)) }))];
  return { groups, contrast: contrastOf(faces, groups) };
}

function contrastOf(faces: readonly SummedFace[], groups: readonly ExplanationGroup[]): ExpressionContrast | undefined {
  const { expression, against } = faces[0]!;
  const isSame = faces.every((face) => face.expression === expression && face.against === against);
  const groupFor = (name: string) => groups.find(({ recognised }) => recognised === name);
  const [own, other] = [groupFor(expression), groupFor(against)];
  if (!isSame || own === undefined || other === undefined) return undefined;
  return {
    expression,
    against,
    faces: [own.faces, other.faces],
    map: { ...own.map, values: own.map.values.map((value, at) => value - other.map.values[at]!) },
    regions: Object.fromEntries(
      Object.entries(own.regions).map(([name, share]) => [name, share - other.regions[name]!]),
    ),
  };
}

function groupOf(faces: readonly SummedFace[]): ExplanationGroup {
  const mean = (value: (face: SummedFace) => number) =>
    faces.reduce((sum, face) => sum + value(face), 0) / faces.length;
  const { map, regions } = faces[0]!;
  return {
    faces: faces.length,
    margin: {
      total: mean(({ margin }) => margin.total),
      global: mean(({ margin }) => margin.global),
      local: mean(({ margin }) => margin.local),
      localShare: mean(({ margin }) => margin.localShare),
    },
    regions: Object.fromEntries(
      Object.keys(regions.shares).map((name) => [name, mean((face) => face.regions.shares[name]!)]),
    ),
    map: { ...map, values: map.values.map((_, at) => mean((face) => face.map.values[at]!)) },
  };
}
