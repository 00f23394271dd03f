// Waiting for what a test asserts: a page needs a moment to show what it knows, and a slow machine a longer one.
import { inspect, isDeepStrictEqual } from 'node:util';

/**
 * Asks again until the answer is the one that is wanted, as a page needs a moment to draw what it knows.
 *
 * @param wanted a value, or a pattern of the text
 * @throws after two minutes, with what was seen last
 */
export async function eventually<Answer>(
  ask: () => Promise<Answer> | Answer,
  wanted: Answer | RegExp,
  what = 'The page',
): Promise<Answer> {
  const until = Date.now() + 120_000;
  for (;;) {
    const seen = await ask();
    if (wanted instanceof RegExp ? wanted.test(String(seen)) : isDeepStrictEqual(seen, wanted)) return seen;
    if (Date.now() > until) throw new Error(`${what} shows ${inspect(seen)}; expected ${inspect(wanted)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
