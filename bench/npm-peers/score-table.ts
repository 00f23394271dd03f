// One table of several models on the same faces: WAR and UAR with bootstrap intervals, over the classes that all models know.
import { MpaferError } from '../../src/core/errors.ts';
import type { Random } from '../../src/core/random.ts';
import type { NamedPredictions } from '../../src/evaluate/predictions-file.ts';
import type { Interval } from '../../src/metrics/bootstrap.ts';
import { bootstrapInterval } from '../../src/metrics/bootstrap.ts';
import { meanOver, meanRecallOver, rightOf } from '../../src/metrics/score-statistics.ts';

export interface ScoreRow {
  readonly name: string;
  readonly faces: number;
  readonly war: number;
  readonly warInterval: Interval;
  readonly uar: number;
  readonly uarInterval: Interval;
}

export interface ScoreTable {
  readonly rows: readonly ScoreRow[];
  /** Faces whose label is none of the classes, skipped for all models. */
  readonly skipped: number;
}

/**
 * @param models the same faces and labels for all, in any order
 * @param classes those that count; a prediction of any other class is wrong
 * @throws MpaferError `data` when models were evaluated on different faces or labels
 */
export function scoreTable(
  models: readonly NamedPredictions[],
  classes: readonly string[],
  random: Random,
  resamples = 2000,
): ScoreTable {
  const first = models[0]!;
  const kept = first.ids.filter((_, face) => classes.includes(first.labels[face]!));
  const rows = models.map((model) => {
    const place = placesIn(model, first);
    const labels = kept.map((id) => classes.indexOf(model.labels[place.get(id)!]!));
    const predicted = kept.map((id) => classes.indexOf(model.predicted[place.get(id)!]!));
    const right = rightOf(labels, predicted);
    const all = kept.map((_, face) => face);
    const [war, uar] = [meanOver(right), meanRecallOver(right, labels, classes.length)];
    const draws = { random: random.split('bootstrap'), resamples };
    return {
      name: model.name,
      faces: kept.length,
      war: war(all),
      warInterval: bootstrapInterval(kept.length, war, draws),
      uar: uar(all),
      uarInterval: bootstrapInterval(kept.length, uar, { ...draws, random: random.split('bootstrap') }),
    };
  });
  return { rows, skipped: first.ids.length - kept.length };
}

/** Position of each face in a model's predictions, which must cover the same faces as another's. */
function placesIn(model: NamedPredictions, other: NamedPredictions): ReadonlyMap<string, number> {
  const place = new Map(model.ids.map((id, face) => [id, face]));
  const lacking = other.ids.find((id) => !place.has(id));
  if (lacking !== undefined || model.ids.length !== other.ids.length)
    throw new MpaferError(
      'data',
      `Cannot compare "${model.name}" with "${other.name}": they were evaluated on different faces (${model.ids.length} and ${other.ids.length})`,
    );
  const moved = other.ids.findIndex((id, face) => model.labels[place.get(id)!] !== other.labels[face]);
  if (moved >= 0)
    throw new MpaferError(
      'data',
      `Cannot compare "${model.name}" with "${other.name}": "${other.ids[moved]}" has a different label in each`,
    );
  return place;
}

const percent = (value: number) => (100 * value).toFixed(1);
const within = ([low, high]: Interval) => `${percent(low)} to ${percent(high)}`;

/** As Markdown, the best WAR first. */
export function tableText({ rows, skipped }: ScoreTable): string {
  const lines = [...rows]
    .sort((a, b) => b.war - a.war)
    .map(
      (row) =>
        `| ${row.name} | ${percent(row.war)} | ${within(row.warInterval)} | ${percent(row.uar)} | ${within(row.uarInterval)} |`,
    );
  const faces = `${rows[0]?.faces ?? 0} faces${skipped > 0 ? `; ${skipped} of other classes skipped` : ''}`;
  return ['| model | WAR % | 95 % | UAR % | 95 % |', '|---|---|---|---|---|', ...lines, '', faces].join('\n');
}
