// A video's expressions over time, person by person, reduced to so many moments that a picture can show: memory does not grow with its length.

/** What was recognised over time. */
export interface Timeline {
  readonly classes: readonly string[];
  /** Seconds of each moment at which frames were looked at, rising. */
  readonly times: readonly number[];
  /** Seconds at which shots begin, without the first. */
  readonly cuts: readonly number[];
  readonly people: readonly TimelinePerson[];
  /** People beyond those kept: seen more briefly. */
  readonly otherPeople: number;
  /** Frames that were looked at, and those with a face. */
  readonly frames: number;
  readonly withFaces: number;
}

export interface TimelinePerson {
  readonly id: number;
  /** For each moment the mean probability of each class, or undefined while the person was out of sight. */
  readonly values: readonly (readonly number[] | undefined)[];
  readonly frames: number;
  /** Mean over all frames. */
  readonly mean: readonly number[];
}

/** A frame, as much of it as a timeline takes. */
export interface TimelineFrame {
  readonly timestamp: number;
  readonly shot: number;
  readonly faces: readonly { readonly id: number; readonly probabilities: Readonly<Record<string, number>> }[];
}

export interface TimelineCollector {
  add(frame: TimelineFrame): void;
  timeline(): Timeline;
}

interface Sums {
  count: number;
  readonly sums: Float64Array;
}

interface Person extends Sums {
  readonly bins: Map<number, Sums>;
}

/** Moments that are kept, at most; the shortest step, in seconds. */
const [mostBins, shortestStep] = [600, 0.02];
const [mostPeople, mostKept] = [8, 200];

export function timelineCollector(classes: readonly string[]): TimelineCollector {
  let step = shortestStep;
  let looked = new Map<number, { count: number; sum: number }>();
  const people = new Map<number, Person>();
  let [frames, withFaces, shot, dropped] = [0, 0, 1, 0];
  const cuts: number[] = [];
  const emptySums = (): Sums => ({ count: 0, sums: new Float64Array(classes.length) });

  /** Two moments become one. */
  function coarsen(): void {
    step *= 2;
    looked = merged(looked, (into, { count, sum }) => ({
      count: (into?.count ?? 0) + count,
      sum: (into?.sum ?? 0) + sum,
    }));
    for (const person of people.values()) {
      const bins = merged(person.bins, (into = emptySums(), from: Sums) => {
        into.count += from.count;
        from.sums.forEach((sum, at) => {
          into.sums[at]! += sum;
        });
        return into;
      });
      person.bins.clear();
      for (const [bin, sums] of bins) person.bins.set(bin, sums);
    }
  }

  return {
    add({ timestamp, shot: own, faces }) {
      frames++;
      if (faces.length > 0) withFaces++;
      if (own !== shot && cuts.length < mostBins) cuts.push(timestamp);
      shot = own;
      let bin = Math.floor(timestamp / step);
      const before = looked.get(bin) ?? { count: 0, sum: 0 };
      looked.set(bin, { count: before.count + 1, sum: before.sum + timestamp });
      while (looked.size > mostBins) {
        coarsen();
        bin = Math.floor(timestamp / step);
      }
      for (const { id, probabilities } of faces) {
        const person = people.get(id) ?? { ...emptySums(), bins: new Map<number, Sums>() };
        const sums = person.bins.get(bin) ?? emptySums();
        classes.forEach((name, at) => {
          person.sums[at]! += probabilities[name]!;
          sums.sums[at]! += probabilities[name]!;
        });
        person.count++;
        sums.count++;
        person.bins.set(bin, sums);
        people.set(id, person);
      }
      // Of hundreds of people, those who were seen most briefly make room.
      if (people.size > mostKept) {
        const briefest = [...people].sort(([, a], [, b]) => a.count - b.count)[0]!;
        people.delete(briefest[0]);
        dropped++;
      }
    },
    timeline() {
      const bins = [...looked.keys()].sort((a, b) => a - b);
      const longest = [...people].sort(([a, one], [b, other]) => other.count - one.count || a - b).slice(0, mostPeople);
      return {
        classes,
        times: bins.map((bin) => looked.get(bin)!.sum / looked.get(bin)!.count),
        cuts,
        people: longest
          .sort(([a], [b]) => a - b)
          .map(([id, person]) => ({
            id,
            values: bins.map((bin) => meanOf(person.bins.get(bin))),
            frames: person.count,
            mean: meanOf(person)!,
          })),
        otherPeople: people.size - longest.length + dropped,
        frames,
        withFaces,
      };
    },
  };
}

const meanOf = (sums: Sums | undefined): readonly number[] | undefined =>
  sums && Array.from(sums.sums, (sum) => sum / sums.count);

function merged<T>(bins: ReadonlyMap<number, T>, join: (into: T | undefined, from: T) => T): Map<number, T> {
  const result = new Map<number, T>();
  for (const [bin, own] of bins) {
    const to = Math.floor(bin / 2);
    result.set(to, join(result.get(to), own));
  }
  return result;
}
