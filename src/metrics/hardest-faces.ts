// Faces that models classify wrongly with the highest confidence: candidates for label or image errors.

/** A model's predictions for n faces. */
export interface Answers {
  /** n class indices. */
  readonly predicted: ArrayLike<number>;
  /** n probabilities of these classes; treated as equal if unknown. */
  readonly confidence?: ArrayLike<number> | undefined;
}

/**
 * Indices of faces that all models get wrong, in descending order of confidence summed over the models; ties keep their
 * order. Only the hardest face of each person is listed.
 *
 * @param labels n class indices
 * @param count maximum number of faces
 * @param groups the person shown in each face
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
