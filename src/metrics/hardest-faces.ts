// The faces that models are surest about and wrong: where a label, a class or a picture deserves a look.

/** What a model said of n faces. */
export interface Answers {
  /** n class indices. */
  readonly predicted: ArrayLike<number>;
  /** n probabilities of these classes; where nobody knows them all count the same. */
  readonly confidence?: ArrayLike<number> | undefined;
}

/**
 * Indices of faces that all models have wrong, by falling confidence (its sum over the models), of equals the first. Of
 * a person who is there many times the hardest face alone is taken.
 *
 * @param labels n class indices
 * @param count at most so many faces
 * @param groups who is shown, for each face
 */
export function hardestFaces(
  labels: ArrayLike<number>,
  models: readonly Answers[],
  count: number,
  groups?: readonly string[] | undefined,
): readonly number[] {
  const sureness = (face: number) => models.reduce((sum, { confidence }) => sum + (confidence?.[face] ?? 0), 0);
  const wrong = Array.from({ length: labels.length }, (_, face) => face)
    .filter((face) => models.every(({ predicted }) => predicted[face] !== labels[face]))
    .sort((a, b) => sureness(b) - sureness(a) || a - b);
  const seen = new Set<string>();
  const first = wrong.filter((face) => {
    const group = groups?.[face];
    if (group === undefined) return true;
    if (seen.has(group)) return false;
    seen.add(group);
    return true;
  });
  return first.slice(0, count);
}
