// A model's reply as one description: thoughts, introductions, list marks and quotation marks taken off.

/**
 * One line of plain words, without a full stop at its end; '' when nothing remains.
 * The points of a list are joined by commas. Words are never changed or left out, but for introductions ("Sure, here it is:") and thoughts.
 */
export function descriptionOf(reply: string): string {
  const lines = withoutThoughts(reply)
    .normalize('NFC')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .split(/[\r\n]+/)
    .map(plain)
    .filter((line) => line !== '' && !/^```/.test(line));
  const points = lines.length > 1 ? lines.filter((line) => !line.endsWith(':')) : lines;
  return plainEnd(points.map((line) => unquoted(plainEnd(withoutIntroduction(line)))).join(', '));
}

/** Reasoning models of local servers put their thoughts in front of the answer; cut off, there is nothing else. */
const withoutThoughts = (reply: string): string => reply.replaceAll(/<think(ing)?>[\s\S]*?(<\/think(ing)?>|$)/gi, '');

/** Without list marks, headings and emphasis; control characters and runs of blanks are one blank. */
const plain = (line: string): string =>
  line
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/^(#+|[-*•–]|\d+[.)]) +/, '')
    .replaceAll(/\*\*|__|`/g, '')
    .trim();

const withoutIntroduction = (line: string): string =>
  line.replace(/^(sure|certainly|of course|okay|here|answer|description|features)\b[^:.]*: */i, '');

const unquoted = (line: string): string => /^"([^"]*)"$/.exec(line)?.[1]?.replace(/[.;,\s]+$/, '') ?? line;

const plainEnd = (line: string): string => line.replace(/[.;,\s]+$/, '');
