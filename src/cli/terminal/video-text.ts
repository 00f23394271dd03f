// The output of `mpafer predict` on videos for people: a line for each face of each frame.
import { faceAndNextWords } from '../../evaluate/face-words.ts';
import type { VideoRow, WrittenFace } from '../../recognise/video/frame-row.ts';
import type { RowText } from './row-text.ts';

export const videoLines: RowText<VideoRow> = { of: (row) => linesOf(row), end: '' };

function linesOf(row: VideoRow): string {
  if (!('frame' in row)) return `${row.file}  ${row.status}: ${row.reason}\n`;
  const place = `${row.file}  ${clock(row.timestamp)}`;
  if (row.faces.length === 0) return `${place}  ${row.status}\n`;
  return row.faces.map((face) => `${place}  person ${face.id}  ${faceText(face)}\n`).join('');
}

const faceText = (face: WrittenFace): string =>
  faceAndNextWords(face, face.smoothed?.probabilities ?? face.probabilities);

/** 75.04 -> "1:15.040" */
function clock(seconds: number): string {
  const thousandths = Math.round(Math.abs(seconds) * 1000);
  const rest = ((thousandths % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${seconds < 0 ? '-' : ''}${Math.floor(thousandths / 60_000)}:${rest}`;
}
