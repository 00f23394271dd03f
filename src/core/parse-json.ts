// JSON.parse for untrusted text: refuses values nested too deeply for the code that walks them.

/** More than any of our files needs; recursive code can handle many times this. */
const mostLevels = 100;

/** @throws SyntaxError when the text is not JSON, or its values are nested more than 100 levels deep */
export function parseJson(text: string): unknown {
  const value = parsed(text);
  let level = [value].filter(isObject);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > mostLevels) throw new SyntaxError(`values are nested more than ${mostLevels} levels deep`);
    level = level.flatMap((item) => Object.values(item).filter(isObject));
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // It quotes the text, whose lines would break the message that it becomes part of.
    throw new SyntaxError((error as Error).message.replaceAll(/\s+/g, ' '));
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
