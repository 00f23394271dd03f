// Predictions as a table: a row for each face, and one for each input without any.
import type { ColumnKind } from '../../recognise/video/frame-row.ts';
import type { PredictedFace, Prediction } from './prediction.ts';

export interface FaceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Undefined where the row has nothing to say. @param face undefined for an input without a face */
  value(prediction: Prediction, face: PredictedFace | undefined, index: number): string | number | boolean | undefined;
}

/** @param classes named `p_` and the class, as data sets name soft labels */
export function faceColumns(classes: readonly string[]): readonly FaceColumn[] {
  const ofFace = (
    name: string,
    kind: ColumnKind,
    value: (face: PredictedFace) => string | number | boolean | undefined,
  ): FaceColumn => ({ name, kind, value: (_, face) => face && value(face) });
  return [
    { name: 'file', kind: 'text', value: ({ file }) => file },
    { name: 'status', kind: 'text', value: ({ status }) => status },
    { name: 'mode', kind: 'text', value: ({ mode }) => mode },
    { name: 'face', kind: 'count', value: (_, face, index) => (face === undefined ? undefined : index + 1) },
    ofFace('x', 'number', ({ box }) => box.x),
    ofFace('y', 'number', ({ box }) => box.y),
    ofFace('width', 'number', ({ box }) => box.width),
    ofFace('height', 'number', ({ box }) => box.height),
    ofFace('roll', 'number', ({ roll }) => roll),
    ofFace('left_eye_x', 'number', ({ eyes }) => eyes?.left.x),
    ofFace('left_eye_y', 'number', ({ eyes }) => eyes?.left.y),
    ofFace('right_eye_x', 'number', ({ eyes }) => eyes?.right.x),
    ofFace('right_eye_y', 'number', ({ eyes }) => eyes?.right.y),
    ofFace('score', 'number', ({ score }) => score),
    ofFace('face_status', 'text', ({ status }) => status),
    ofFace('expression', 'text', ({ expression }) => expression),
    ofFace('confidence', 'number', ({ confidence }) => confidence),
    ofFace('unsure', 'truth', ({ unsure }) => unsure),
    ...classes.map((name) => ofFace(`p_${name}`, 'number', ({ probabilities }) => probabilities[name])),
    { name: 'code', kind: 'text', value: ({ code }) => code },
    { name: 'reason', kind: 'text', value: ({ reason }) => reason },
  ];
}

/** The rows of one prediction. */
export const faceRows = (
  columns: readonly FaceColumn[],
  prediction: Prediction,
): readonly (string | number | boolean | undefined)[][] =>
  (prediction.faces.length === 0 ? [undefined] : prediction.faces).map((face, index) =>
    columns.map((column) => column.value(prediction, face, index)),
  );
