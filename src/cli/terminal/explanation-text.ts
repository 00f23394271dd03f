// The output of `mpafer explain`: a few lines of text per image, or a JSON list that is written row by row.
import { regionWords } from '../../evaluate/region-shares.ts';
import type { ImageExplanation } from '../../jobs/explain/image-explanation.ts';
import { percent } from './progress.ts';

/** How explanations are printed. */
export interface ExplanationText {
  /** The text of the next one. */
  of(explanation: ImageExplanation): string;
  /** The text after the last one. */
  readonly end: string;
}

export const explanationLines: ExplanationText = { of: (explanation) => `${linesOf(explanation)}\n`, end: '' };

/** Formats a JSON list row by row, so that a long one is never in memory as a whole. */
export function explanationJson(): ExplanationText {
  let before = '[\n';
  return {
    of(explanation) {
      const text = before + JSON.stringify(explanation, undefined, 2).replaceAll(/^/gm, '  ');
      before = ',\n';
      return text;
    },
    end: '\n]\n',
  };
}

function linesOf(row: ImageExplanation): string {
  if (row.status !== 'ok') return `${row.image}  ${row.status}: ${row.reason}`;
  const { image, face, recognised, probabilities, words, verdict, map, regions, warning } = row;
  const largest = map.values.indexOf(Math.max(...map.values));
  const [down, across] = [Math.floor(largest / map.columns) + 1, (largest % map.columns) + 1];
  return [
    `${image}${face > 1 ? ` face ${face}` : ''}  ${recognised} ${percent(probabilities[recognised]!)}`,
    `  ${words.margin}`,
    `  ${words.share}`,
    `  map ${row.method}: largest in row ${down} of ${map.rows}, column ${across} of ${map.columns}; its tests: ${verdict.verdict}`,
    `  ${regionWords(regions)}`,
    ...(warning === undefined ? [] : [`  warning: ${warning}`]),
  ].join('\n');
}
