// The next few of what comes one by one, so that it can be worked on together.

/** The next items, fewer where they end. */
export async function take<T>(items: AsyncIterator<T>, most: number): Promise<readonly T[]> {
  const taken: T[] = [];
  while (taken.length < most) {
    const { value, done } = await items.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}
