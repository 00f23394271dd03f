// Results of a row at one number of shots, over draws and data sets.
import { type Spread, spreadOf } from '../metrics/spread.ts';
import type { Shots } from './few-shot-cells.ts';

interface OfDraw {
  readonly data: string;
  readonly shots: Shots;
  readonly seed: number;
}

export interface OverDraws<Result> {
  readonly results: readonly Result[];
  /** The spread over draws of a score's mean over the data sets. */
  spread(scoreOf: (result: Result) => number): Spread;
}

/** Nothing where a data set has no result of any draw: a mean over others would be another quantity. */
export function overDraws<Result extends OfDraw>(
  own: readonly Result[],
  shots: Shots,
  sets: readonly string[],
): OverDraws<Result> | undefined {
  const results = own.filter((result) => result.shots === shots && sets.includes(result.data));
  const seeds = [...new Set(results.map(({ seed }) => seed))].filter((seed) =>
    sets.every((data) => results.some((result) => result.seed === seed && result.data === data)),
  );
  if (seeds.length === 0) return undefined;
  return {
    results,
    spread: (scoreOf) =>
      spreadOf(
        seeds.map((seed) => {
          const values = results.filter((result) => result.seed === seed).map(scoreOf);
          return values.reduce((sum, value) => sum + value, 0) / values.length;
        }),
      ),
  };
}
