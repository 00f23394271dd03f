// A JSON reader for headers: refuses what JSON.parse lets through, repeated keys and deep nesting.

/** What a header may hold. Objects become maps, so that no key ("__proto__") is special; numbers that are not plain integers become NaN. */
export type StrictJson = string | number | boolean | null | readonly StrictJson[] | ReadonlyMap<string, StrictJson>;

/**
 * Reads JSON and refuses repeated keys, unpaired surrogates and more than `depth` levels.
 *
 * @throws SyntaxError with a message that starts in lower case and names the character position
 */
export function parseStrictJson(text: string, depth: number): StrictJson {
  let at = 0;

  const fail = (what: string): never => {
    throw new SyntaxError(`${what} at character ${at}`);
  };

  const skipSpace = () => {
    while (' \t\n\r'.includes(text[at] ?? '-')) at++;
  };

  const expect = (mark: string) => {
    skipSpace();
    if (text[at] !== mark) fail(`"${mark}" is missing`);
    at++;
  };

  /** True if a list continues, false if `close` ends it; both are consumed. */
  const goesOn = (close: string): boolean => {
    skipSpace();
    if (text[at] === close) {
      at++;
      return false;
    }
    if (text[at] !== ',') fail(`"," or "${close}" is missing`);
    at++;
    return true;
  };

  const isEmpty = (close: string): boolean => {
    skipSpace();
    if (text[at] !== close) return false;
    at++;
    return true;
  };

  const string = (): string => {
    expect('"');
    const start = at - 1;
    while (text[at] !== '"') {
      if (at >= text.length) fail('a string does not end');
      at += text[at] === '\\' ? 2 : 1;
    }
    at++;
    let value: string;
    try {
      value = JSON.parse(text.slice(start, at));
    } catch {
      return fail('a string holds a control character or an unknown escape');
    }
    return value.isWellFormed() ? value : fail('a string holds half a character');
  };

  const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  const literal = (): StrictJson => {
    scalar.lastIndex = at;
    const found = scalar.exec(text)?.[0];
    if (found === undefined) return fail('a value is missing');
    at += found.length;
    if (found === 'true' || found === 'false' || found === 'null') return JSON.parse(found);
    return /^-?\d+$/.test(found) ? Number(found) : Number.NaN;
  };

  const value = (level: number): StrictJson => {
    skipSpace();
    if (text[at] === '"') return string();
    if (text[at] !== '{' && text[at] !== '[') return literal();
    if (level === depth) fail(`nesting is deeper than ${depth} levels`);
    return text[at++] === '{' ? object(level + 1) : array(level + 1);
  };

  const array = (level: number): StrictJson => {
    const items: StrictJson[] = [];
    if (isEmpty(']')) return items;
    do items.push(value(level));
    while (goesOn(']'));
    return items;
  };

  const object = (level: number): StrictJson => {
    const entries = new Map<string, StrictJson>();
    if (isEmpty('}')) return entries;
    do {
      const key = string();
      if (entries.has(key)) fail(`key ${JSON.stringify(key)} is repeated`);
      expect(':');
      entries.set(key, value(level));
    } while (goesOn('}'));
    return entries;
  };

  const whole = value(0);
  skipSpace();
  if (at < text.length) fail('something follows the value');
  return whole;
}
