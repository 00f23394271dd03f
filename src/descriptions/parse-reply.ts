// Extracts a description from a model's reply, without thoughts, introductions, list marks and quotation marks.

/**
 * One line of plain text without a final full stop; '' if nothing remains. List items are joined by commas. No words are changed or removed
 * other than introductions ("Sure, here it is:") and thoughts.
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

/** Reasoning models of local servers write their thoughts before the answer; a reply that was cut off may contain nothing else. */
const withoutThoughts = (reply: string): string => reply.replaceAll(/<think(ing)?>[\s\S]*?(<\/think(ing)?>|$)/gi, '');

/** Strips list marks, headings, fences and emphasis; collapses control characters and blanks. */
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
