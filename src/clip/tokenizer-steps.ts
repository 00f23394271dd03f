// What the steps of a tokenizer.json may do: files of others must not cost unbounded time or memory, whatever the text.

/** CLIP's have seven. */
const mostSteps = 32;

const stepKeys = ['normalizer', 'pre_tokenizer', 'post_processor', 'decoder'] as const;

/** What is wrong with the steps around the model, worded to follow "it "; undefined if they are fine. */
export function wrongSteps(json: Readonly<Record<string, unknown>>): string | undefined {
  let level = stepKeys.map((key) => json[key]).filter(isObject);
  let steps = 0;
  while (level.length > 0) {
    for (const step of level) {
      if ('type' in step && ++steps > mostSteps) return `has more than ${mostSteps} steps`;
      const { Regex: regex, pattern, type, content } = step as Readonly<Record<string, unknown>>;
      if ((pattern !== undefined || type === 'Split' || type === 'Replace') && !isPattern(pattern))
        return 'has a step with a pattern that is none';
      if (typeof regex === 'string' && !isPlainPattern(regex))
        return `has the pattern ${JSON.stringify(regex.slice(0, 60))}, which might take forever: an alternative may repeat two things, and groups are not supported`;
      // Each of a row of replacements could make the text many times longer.
      if (type === 'Replace' && typeof content === 'string' && content.length > 1)
        return 'replaces by more than one character';
    }
    level = level.flatMap((step) => Object.values(step).filter(isObject));
  }
  return undefined;
}

/**
 * Whether matching must end soon: alternatives of which each repeats, or leaves away, at most two things. CLIP's pattern is of
 * this form, `'s|[\p{L}]+|[\p{N}]|...`; of `(a+)+$` a short text takes years.
 */
export function isPlainPattern(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\p\{[^}]*\}|\\./giu, 'e').replaceAll(/\[[^\]]*\]/g, 'c');
  return !/[()]/.test(plain) && plain.split('|').every((part) => (part.match(/[+*{?]/g)?.length ?? 0) <= 2);
}

/** `{"Regex": "a+"}` or `{"String": "a"}`. */
const isPattern = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).some(([key, text]) => /^(Regex|String)$/.test(key) && typeof text === 'string');

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
