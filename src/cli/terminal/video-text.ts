// The output of `mpafer predict` on videos for people: a line for each face of each frame.
import type { VideoRow, WrittenFace } from '../../recognise/video/frame-row.ts';
import { percent } from './progress.ts';
import type { RowText } from './row-text.ts';

export const videoLines: RowText<VideoRow> = { of: (row) => linesOf(row), end: '' };

function linesOf(row: VideoRow): string {
  if (!('frame' in row)) return `${row.file}  ${row.status}: ${row.reason}\n`;
  const place = `${row.file}  ${clock(row.timestamp)}`;
  if (row.faces.length === 0) return `${place}  ${row.status}\n`;
  return row.faces.map((face) => `${place}  person ${face.id}  ${faceText(face)}\n`).join('');
}

function faceText({ probabilities, smoothed, expression, confidence, unsure }: WrittenFace): string {
  const others = Object.entries(smoothed?.probabilities ?? probabilities).filter(([name]) => name !== expression);
  const [second] = others.sort(([, a], [, b]) => b - a);
  const runnerUp = second === undefined ? '' : `, then ${second[0]} ${percent(second[1])}`;
  return `${expression} ${percent(confidence)}${runnerUp}${unsure ? ' (unsure)' : ''}`;
}

/** 75.04 -> "1:15.040" */
function clock(seconds: number): string {
  const thousandths = Math.round(Math.abs(seconds) * 1000);
  const rest = ((thousandths % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${seconds < 0 ? '-' : ''}${Math.floor(thousandths / 60_000)}:${rest}`;
}
