// The output of `mpafer explain` for people: a few lines for each face.
import { wholePercent } from '../../evaluate/face-words.ts';
import { regionWords } from '../../evaluate/region-shares.ts';
import type { ImageExplanation } from '../../jobs/explain/image-explanation.ts';
import type { RowText } from './row-text.ts';

export const explanationLines: RowText<ImageExplanation> = {
  of: (explanation) => `${linesOf(explanation)}\n`,
  end: '',
};

function linesOf(row: ImageExplanation): string {
  if (row.status !== 'ok') return `${row.image}  ${row.status}: ${row.reason}`;
  const { image, face, recognised, probabilities, words, verdict, map, regions, warning } = row;
  const largest = map.values.indexOf(Math.max(...map.values));
  const [down, across] = [Math.floor(largest / map.columns) + 1, (largest % map.columns) + 1];
  return [
    `${image}${face > 1 ? ` face ${face}` : ''}  ${recognised} ${wholePercent(probabilities[recognised]!)}`,
    `  ${words.margin}`,
    `  ${words.share}`,
    `  map ${row.method}: largest in row ${down} of ${map.rows}, column ${across} of ${map.columns}; its tests: ${verdict.verdict}`,
    `  ${regionWords(regions)}`,
    ...(warning === undefined ? [] : [`  warning: ${warning}`]),
  ].join('\n');
}
