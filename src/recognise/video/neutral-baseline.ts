// A resting face for each person: the mean of what was recognised while it was taken.

/** A person's resting face. */
export interface Baseline {
  /** Mean of each class. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** How many frames it is made of. */
  readonly frames: number;
  /** Whether the model was unsure of it, or saw anything but a neutral face: comparisons with it say little then. */
  readonly unsure: boolean;
}

export interface BaselineOptions {
  /** Seconds from a person's first frame, or a part of the video. */
  readonly during: number | { readonly from: number; readonly to: number };
  readonly classes: readonly string[];
  /** A mean confidence below it is unsure. */
  readonly abstainBelow?: number | undefined;
}

export interface Baselines {
  /** Takes what was measured of a person now; gives their resting face as soon as it is complete. */
  next(id: number, probabilities: ArrayLike<number>, timestamp: number): Baseline | undefined;
}

interface Collected {
  readonly first: number;
  readonly sums: Float64Array;
  frames: number;
  done: Baseline | undefined;
}

export function neutralBaselines({ during, classes, abstainBelow = 0 }: BaselineOptions): Baselines {
  const people = new Map<number, Collected>();

  function complete({ sums, frames }: Collected): Baseline {
    const means = [...sums].map((sum) => sum / frames);
    const highest = Math.max(...means);
    const isNeutral = !classes.includes('neutral') || classes[means.indexOf(highest)] === 'neutral';
    return {
      probabilities: Object.fromEntries(classes.map((name, index) => [name, means[index]!])),
      frames,
      unsure: highest < abstainBelow || !isNeutral,
    };
  }

  return {
    next(id, probabilities, timestamp) {
      let person = people.get(id);
      if (person === undefined) {
        person = { first: timestamp, sums: new Float64Array(classes.length), frames: 0, done: undefined };
        people.set(id, person);
      }
      const [begin, end] =
        typeof during === 'number' ? [person.first, person.first + during] : [during.from, during.to];
      if (timestamp >= begin && timestamp < end) {
        for (let at = 0; at < classes.length; at++) person.sums[at]! += probabilities[at]!;
        person.frames++;
      } else if (timestamp >= end && person.frames > 0) person.done ??= complete(person);
      return person.done;
    },
  };
}
