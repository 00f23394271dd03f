// Plausibility: whether a map is where the Facial Action Coding System has people look for an expression. It says nothing of what the model uses.
import { type AlignmentRecipe, eyesLevel } from '../../faces/alignment.ts';
import { type Ellipse, isIn, paired, patchCentres } from '../regions.ts';
import { classAverageMaps, type Maps } from './controls.ts';
import { meanOf } from './curve-scores.ts';
import { localisation } from './planted.ts';

/** Where the muscles of an action unit show, around the middle of the eyes in distances between them, of an adult face from the front. */
const places = {
  innerBrowRaiser: paired({ x: 0.25, y: -0.36, width: 0.45, height: 0.4 }),
  outerBrowRaiser: paired({ x: 0.66, y: -0.36, width: 0.5, height: 0.4 }),
  browLowerer: [{ x: 0, y: -0.28, width: 1.1, height: 0.4 }],
  upperLidRaiser: paired({ x: 0.5, y: -0.1, width: 0.56, height: 0.3 }),
  cheekRaiser: paired({ x: 0.6, y: 0.35, width: 0.7, height: 0.5 }),
  lidTightener: paired({ x: 0.5, y: 0.05, width: 0.56, height: 0.3 }),
  noseWrinkler: [{ x: 0, y: 0.2, width: 0.6, height: 0.6 }],
  upperLipRaiser: [{ x: 0, y: 0.82, width: 0.9, height: 0.4 }],
  lipCornerPuller: paired({ x: 0.46, y: 0.98, width: 0.5, height: 0.55 }),
  lipCornerDepressor: paired({ x: 0.42, y: 1.24, width: 0.45, height: 0.45 }),
  lowerLipDepressor: [{ x: 0, y: 1.26, width: 0.8, height: 0.35 }],
  chinRaiser: [{ x: 0, y: 1.55, width: 0.8, height: 0.5 }],
  lipStretcher: paired({ x: 0.46, y: 1.08, width: 0.5, height: 0.45 }),
  lips: [{ x: 0, y: 1.08, width: 1.1, height: 0.58 }],
  jawDrop: [{ x: 0, y: 1.4, width: 1.2, height: 0.8 }],
  mouthStretcher: [{ x: 0, y: 1.2, width: 1.2, height: 0.9 }],
} as const satisfies Readonly<Record<string, readonly Ellipse[]>>;

/**
 * The codebook of Belharbi et al. (FG 2024): which action units an expression is made of. Lip tightener, lip pressor and lips part are all at the
 * `lips`.
 */
const codebook: Readonly<Record<string, readonly (keyof typeof places)[]>> = {
  happiness: ['cheekRaiser', 'lipCornerPuller', 'lips'],
  surprise: ['innerBrowRaiser', 'outerBrowRaiser', 'upperLidRaiser', 'jawDrop', 'mouthStretcher'],
  sadness: ['innerBrowRaiser', 'browLowerer', 'cheekRaiser', 'lipCornerDepressor', 'chinRaiser'],
  fear: [
    ...(['innerBrowRaiser', 'outerBrowRaiser', 'browLowerer', 'upperLidRaiser'] as const),
    ...(['lipStretcher', 'lips', 'jawDrop', 'mouthStretcher'] as const),
  ],
  disgust: ['noseWrinkler', 'upperLidRaiser', 'lowerLipDepressor', 'chinRaiser', 'lips', 'jawDrop'],
  anger: [
    ...(['browLowerer', 'upperLidRaiser', 'lidTightener', 'upperLipRaiser', 'chinRaiser', 'lips'] as const),
    'jawDrop',
  ],
};

/** The patches of an expression, row by row; undefined for one that the codebook does not have, such as neutral. */
export function actionPatches(
  expression: string,
  rows: number,
  columns: number,
  recipe: AlignmentRecipe = eyesLevel,
): readonly boolean[] | undefined {
  const ellipses = codebook[expression]?.flatMap((unit): readonly Ellipse[] => places[unit]);
  return ellipses && patchCentres(rows, columns, recipe).map((point) => ellipses.some((one) => isIn(one, point)));
}

/** How well maps agree with the regions of the action units. */
export interface Agreement {
  /** Share of the positive values that is inside. */
  readonly mass: number;
  /** Of as many of the largest patches as there are inside: shared ones as a share of all of either (IoU), and as a share of these (F1). */
  readonly overlap: number;
  readonly f1: number;
}

export interface Plausibility {
  /** Faces of a class that the codebook has, and what a constant map gets. */
  readonly faces: number;
  readonly area: number;
  /** By method: its maps, and the class average of other people. */
  readonly maps: Readonly<
    Record<string, { readonly own: Agreement; readonly average: Agreement; readonly faces: number }>
  >;
}

/**
 * @param expressions the class of each face
 * @param maps by method, of the faces or the first of them
 * @param groups the person of each face, where they are known
 */
export function plausibility(
  expressions: readonly string[],
  maps: Readonly<Record<string, Maps>>,
  [rows, columns]: readonly [number, number],
  groups?: readonly string[],
): Plausibility {
  const inside = expressions.map((expression) => actionPatches(expression, rows, columns));
  const known = inside.filter((patches) => patches !== undefined);
  const classes = [...new Set(expressions)];
  const targets = expressions.map((expression) => classes.indexOf(expression));
  const agreementOf = (own: Maps): Agreement => {
    const each = own.flatMap((map, face) => (inside[face] === undefined ? [] : [agreement(map, inside[face])]));
    const mean = (name: keyof Agreement) => (each.length === 0 ? 0 : meanOf(each.map((one) => one[name])));
    return { mass: mean('mass'), overlap: mean('overlap'), f1: mean('f1') };
  };
  return {
    faces: known.length,
    area: known.length === 0 ? 0 : meanOf(known.map((patches) => patches.filter(Boolean).length / patches.length)),
    maps: Object.fromEntries(
      Object.entries(maps).map(([method, own]) => {
        const average = classAverageMaps(own, targets.slice(0, own.length), groups?.slice(0, own.length));
        const faces = inside.slice(0, own.length).filter((patches) => patches !== undefined).length;
        return [method, { own: agreementOf(own), average: agreementOf(average), faces }];
      }),
    ),
  };
}

function agreement(map: readonly number[], inside: readonly boolean[]): Agreement {
  const { mass, rank } = localisation(map, inside);
  return { mass, overlap: rank / (2 - rank), f1: rank };
}
