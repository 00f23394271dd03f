// Prepares the next items while the current one is used, and hands them out in order.

/**
 * Yields `prepare(first)`, `prepare(first + 1)` ... up to `count`, with up to `ahead` items under way behind the one
 * handed out. A failure is thrown in its turn. Leaving the loop early waits for what is under way, so that nothing
 * reads on behind the caller's back.
 */
export async function* readAhead<Item>(
  first: number,
  count: number,
  ahead: number,
  prepare: (index: number) => Promise<Item>,
): AsyncGenerator<Item, void, undefined> {
  const underWay: Promise<Item>[] = [];
  let next = first;
  const fill = (most: number) => {
    while (next < count && underWay.length < most) {
      const item = prepare(next++);
      // Its failure is thrown when its turn comes; until then it must not count as unhandled.
      item.catch(() => {});
      underWay.push(item);
    }
  };
  try {
    fill(ahead + 1);
    while (underWay.length > 0) {
      const item = await underWay[0]!;
      underWay.shift();
      fill(ahead);
      yield item;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
