// Pairs two models' predictions face by face, and refuses different faces or labels: their scores cannot be compared.

import { MpaferError } from '../core/errors.ts';
import { nounFor, plural } from '../core/plural.ts';
import { orderedClasses } from '../data/expressions.ts';
import type { ComparedFaces } from '../metrics/model-comparison.ts';
import type { NamedPredictions } from './predictions-file.ts';

export interface SameFaces extends ComparedFaces {
  /** Names of the faces, in the order of the first model's. */
  readonly ids: readonly string[];
  /** Confidence of each model in its predictions, if known. */
  readonly firstConfidence?: readonly number[] | undefined;
  readonly secondConfidence?: readonly number[] | undefined;
  /** Predicted classes that no face has, one sentence per model: often a misspelt or unknown name. */
  readonly notes: readonly string[];
}

/** A face that two models classify differently, everything by name. */
export interface Disagreement {
  readonly id: string;
  readonly label: string;
  /** Predicted by the first and by the second model. */
  readonly first: string;
  readonly second: string;
}

/** @throws MpaferError `data` if a face is in only one of them, or its labels differ */
export function sameFaces(first: NamedPredictions, second: NamedPredictions): SameFaces {
  // File systems differ in how they store accented letters.
  const key = (id: string) => id.normalize('NFC');
  const place = new Map(second.ids.map((id, face) => [key(id), face]));
  const own = new Set(first.ids.map(key));
  const onlyFirst = first.ids.filter((id) => !place.has(key(id)));
  const onlySecond = second.ids.filter((id) => !own.has(key(id)));
  const refuse = (found: string, hint: string): never => {
    throw new MpaferError('data', `Cannot compare "${first.name}" with "${second.name}": ${found}`, { hint });
  };
  if (onlyFirst.length + onlySecond.length > 0) {
    const differences = [
      ...(onlyFirst.length > 0 ? [`${onlyFirst.length} are only in the first (such as "${onlyFirst[0]}")`] : []),
      ...(onlySecond.length > 0
        ? [`${onlySecond.length} ${onlyFirst.length > 0 ? '' : 'are '}only in the second (such as "${onlySecond[0]}")`]
        : []),
    ];
    return refuse(
      `they are not of the same faces: ${differences.join(', ')}`,
      'Evaluate both on the same data and split; a run skips faces of classes that it does not know',
    );
  }
  const faces = first.ids.map((id) => place.get(key(id))!);
  const changed = faces.flatMap((face, index) => (second.labels[face] === first.labels[index] ? [] : [index]));
  if (changed.length > 0) {
    const index = changed[0]!;
    return refuse(
      `${changed.length} of ${plural(faces.length, 'face')} have different labels, such as "${first.ids[index]}": "${first.labels[index]}" and "${second.labels[faces[index]!]}"`,
      'Evaluate both against the same labels: the same data set, label rule and class names',
    );
  }
  const classes = orderedClasses([...first.labels, ...first.predicted, ...second.predicted]);
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const groups = first.groups ?? (second.groups && faces.map((face) => second.groups![face]!));
  return {
    ids: first.ids,
    classes,
    labels: first.labels.map((name) => indexOf.get(name)!),
    first: first.predicted.map((name) => indexOf.get(name)!),
    second: faces.map((face) => indexOf.get(second.predicted[face]!)!),
    groups,
    firstConfidence: first.confidence,
    secondConfidence: second.confidence && faces.map((face) => second.confidence![face]!),
    notes: [first, second].flatMap(unknownPredictions),
  };
}

/** A note on predicted classes that are no face's label. */
function unknownPredictions({ name, labels, predicted }: NamedPredictions): string[] {
  const known = new Set(labels);
  const counts = new Map<string, number>();
  for (const own of predicted) if (!known.has(own)) counts.set(own, (counts.get(own) ?? 0) + 1);
  if (counts.size === 0) return [];
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const classes = [...counts].map(([own, count]) => `"${own}" (${count})`).join(', ');
  return [
    `"${name}" predicts ${nounFor(counts.size, 'a class', 'classes')} that no face is labelled with, for ${plural(total, 'face')}: ${classes}`,
  ];
}
