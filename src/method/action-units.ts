// The eight expressions as the facial action units that belong to them: EMFACS (Friesen and Ekman 1983) as its table of prototypes is commonly
// printed, in the words of the Facial Action Coding System. Unlike a description, it is a fixed code that was not written for a model.

/** What each unit does, after its name in FACS. */
const words = {
  1: 'inner brows raised',
  2: 'outer brows raised',
  4: 'brows lowered',
  5: 'upper lids raised',
  6: 'cheeks raised',
  7: 'lids tightened',
  9: 'nose wrinkled',
  12: 'lip corners pulled up',
  14: 'lip corner dimpled',
  15: 'lip corners pulled down',
  16: 'lower lip pulled down',
  20: 'lips stretched',
  23: 'lips tightened',
  26: 'jaw dropped',
} as const;

const prototypes: Readonly<Record<string, readonly (keyof typeof words)[]>> = {
  neutral: [],
  happiness: [6, 12],
  sadness: [1, 4, 15],
  surprise: [1, 2, 5, 26],
  fear: [1, 2, 4, 5, 7, 20, 26],
  disgust: [9, 15, 16],
  anger: [4, 5, 7, 23],
  contempt: [12, 14],
};

/** Names of the classes whose units are known. */
export const codedExpressions: readonly string[] = Object.keys(prototypes);

/** The units of a class in words, e.g. "cheeks raised, lip corners pulled up"; undefined for a class that has no code. */
export function actionUnitWords(name: string): string | undefined {
  if (!Object.hasOwn(prototypes, name)) return undefined;
  const units = prototypes[name]!;
  if (units.length === 0) return 'no muscle moved';
  const spoken = units.map((unit) => words[unit]).join(', ');
  // Contempt is the one that moves one side of the face.
  return name === 'contempt' ? `${spoken}, on one side only` : spoken;
}
