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
    .filter((line) => line !== '');
  const points = lines.length > 1 && lines[0]!.endsWith(':') ? lines.slice(1) : lines;
  const joined = points
    .map((line) => unquoted(plainEnd(withoutIntroduction(line))))
    .reduce((text, point) => (text === '' ? point : `${text}${text.endsWith(':') ? ' ' : ', '}${point}`), '');
  return joined.replace(/:$/, '');
}

/** Reasoning models of local servers put their thoughts in front of the answer; cut off, there is nothing else. */
const withoutThoughts = (reply: string): string => reply.replaceAll(/<think(ing)?>[\s\S]*?(<\/think(ing)?>|$)/gi, '');

/** Without list marks, headings, fences and emphasis; control characters and runs of blanks are one blank. */
const plain = (line: string): string =>
  line
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/^```.*$/, '')
    .replace(/^(#+|[-*•–]|\d+[.)]) +/, '')
    .replaceAll(/\*\*|__|`/g, '')
    .trim();

const withoutIntroduction = (line: string): string =>
  line.replace(/^(sure|certainly|of course|okay|here|answer|description|features)\b[^:.]*: */i, '');

const unquoted = (line: string): string => plainEnd(/^"([^"]*)"$/.exec(line)?.[1] ?? line);

const plainEnd = (line: string): string => line.replace(/[.;,\s]+$/, '').trimStart();
