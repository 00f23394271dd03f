// Two models' predictions brought together face by face, or refused: scores of different faces cannot be compared.

import { MpaferError } from '../core/errors.ts';
import { plural } from '../core/plural.ts';
import { orderedClasses } from '../data/expressions.ts';
import type { ComparedFaces } from '../metrics/model-comparison.ts';
import type { NamedPredictions } from './predictions-file.ts';

export interface SameFaces extends ComparedFaces {
  /** Names of the faces, in the order of the first model's. */
  readonly ids: readonly string[];
  /** How sure each model is of its answers, where it says so. */
  readonly firstConfidence?: readonly number[] | undefined;
  readonly secondConfidence?: readonly number[] | undefined;
}

/** A face that two models classify differently, everything by name. */
export interface Disagreement {
  readonly id: string;
  readonly label: string;
  /** Predicted by the first and by the second model. */
  readonly first: string;
  readonly second: string;
}

/** @throws MpaferError `data` when a face is in one alone, or its label is not the same in both */
export function sameFaces(first: NamedPredictions, second: NamedPredictions): SameFaces {
  const place = new Map(second.ids.map((id, face) => [id, face]));
  const own = new Set(first.ids);
  const onlyFirst = first.ids.filter((id) => !place.has(id));
  const onlySecond = second.ids.filter((id) => !own.has(id));
  const refuse = (found: string, hint: string): never => {
    throw new MpaferError('data', `Cannot compare "${first.name}" with "${second.name}": ${found}`, { hint });
  };
  if (onlyFirst.length + onlySecond.length > 0) {
    const told = [
      ...(onlyFirst.length > 0 ? [`${onlyFirst.length} are only in the first (such as "${onlyFirst[0]}")`] : []),
      ...(onlySecond.length > 0
        ? [`${onlySecond.length} ${onlyFirst.length > 0 ? '' : 'are '}only in the second (such as "${onlySecond[0]}")`]
        : []),
    ];
    return refuse(
      `they are not of the same faces: ${told.join(', ')}`,
      'Evaluate both on the same data and split; a run leaves out faces of classes that it does not know',
    );
  }
  const faces = first.ids.map((id) => place.get(id)!);
  const moved = faces.flatMap((face, index) => (second.labels[face] === first.labels[index] ? [] : [index]));
  if (moved.length > 0) {
    const index = moved[0]!;
    return refuse(
      `${moved.length} of ${plural(faces.length, 'face')} have other labels, such as "${first.ids[index]}": "${first.labels[index]}" and "${second.labels[faces[index]!]}"`,
      'Both must be judged by the same labels: the same data set, label rule and class names',
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
  };
}
