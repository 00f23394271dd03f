// What is lopsided in what the faces teach: classes with far fewer faces than others, and classes of which one person or burst is all there is.

/** A class with a fifth of another's faces is recognised too seldom. */
const lopsided = 5;

/** Fewer faces than this of the largest class say nothing yet. */
const fewFaces = 10;

/** What is needed of a face. */
export interface GatheredFace {
  readonly path: string;
  readonly label?: string | undefined;
  readonly person?: string | undefined;
  readonly burst?: string | undefined;
}

export interface ClassBalance {
  /** Classes with far fewer faces than the largest, and how many. */
  readonly scarce: readonly { readonly name: string; readonly faces: number }[];
  readonly largest: { readonly name: string; readonly faces: number } | undefined;
  /** Classes with some faces, all of one person or burst. */
  readonly alone: readonly string[];
}

export function classBalance(
  classes: readonly { readonly name: string }[],
  faces: readonly GatheredFace[],
): ClassBalance {
  const counts = classes.map(({ name }) => {
    const own = faces.filter(({ label }) => label === name);
    // People and bursts that share a face are one group; here it is enough to know whether there is more than one of either.
    const people = new Set(own.map(({ person, burst, path }) => person ?? burst ?? path));
    return { name, faces: own.length, groups: people.size };
  });
  const largest = counts.reduce<(typeof counts)[number] | undefined>(
    (most, one) => (most === undefined || one.faces > most.faces ? one : most),
    undefined,
  );
  if (largest === undefined || largest.faces < fewFaces) return { scarce: [], largest: undefined, alone: [] };
  return {
    scarce: counts
      .filter(({ faces: own }) => own > 0 && own * lopsided <= largest.faces)
      .map(({ name, faces: own }) => ({ name, faces: own })),
    largest: { name: largest.name, faces: largest.faces },
    alone: counts.filter(({ groups }) => groups === 1).map(({ name }) => name),
  };
}
