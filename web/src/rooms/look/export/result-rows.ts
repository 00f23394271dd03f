// Everything that was recognised, as rows of a table: one for each frame or picture, and one for each input that failed.
import type { FaceRow, WrittenFace } from 'mpafer';
import type { TableRequest } from '../../../work/tasks/look/table-request.ts';
import { answerOf } from '../answer.ts';
import { session } from '../camera/live.ts';
import type { Input } from '../inputs.ts';
import { marksAt } from '../video/marks.ts';

/** Names of the columns behind the usual ones. */
export const moreColumns = ['clock', 'answer_below', 'excluded', 'events', 'marks', 'pack'] as const;

/** @param needed the confidence that an answer needs: `unsure` follows from it */
export function resultRows(inputs: readonly Input[], needed: number): TableRequest['rows'] {
  const { rows = [], startedAt = 0 } = session.value ?? {};
  return [
    ...inputs.flatMap((input) => rowsOf(input).map((row) => withMore(row, { input: input.id, needed }))),
    ...rows.map((row) => withMore(row, { needed, startedAt })),
  ];
}

function rowsOf({ name, state: { value } }: Input): readonly FaceRow[] {
  switch (value.kind) {
    case 'picture':
      return [value.result.row];
    case 'video': {
      const failure = {
        file: name,
        status: 'unreadable',
        faces: [],
        code: 'video',
        reason: value.reason ?? '',
      } as const;
      return value.progress === 'failed' ? [...value.rows, failure] : value.rows;
    }
    case 'failed':
      return [{ file: name, status: 'unreadable', faces: [], code: 'image', reason: value.reasons.join('. ') }];
    default:
      return [];
  }
}

interface RowContext {
  readonly needed: number;
  /** The id of a video, whose marks count. */
  readonly input?: number;
  /** When a camera was started, in milliseconds since 1970. */
  readonly startedAt?: number;
}

function withMore(row: FaceRow, { needed, input, startedAt }: RowContext): TableRequest['rows'][number] {
  const faces = row.faces.map((face): WrittenFace => ({ ...face, unsure: answerOf(face, needed).isUnsure }));
  const time = 'frame' in row ? row.timestamp : undefined;
  const marks = input === undefined || time === undefined ? undefined : marksAt(input, time);
  return {
    row: { ...row, faces } as FaceRow,
    more: {
      // The moment of the frame by this computer's clock, for other recordings of the same session.
      clock:
        startedAt === undefined || time === undefined ? undefined : new Date(startedAt + 1000 * time).toISOString(),
      answer_below: needed,
      excluded: marks?.excluded,
      events: marks?.events.join('; '),
      marks: marks?.custom.join('; '),
      pack: 'fer2013',
    },
  };
}
