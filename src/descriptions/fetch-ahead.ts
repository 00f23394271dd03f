// Asks several questions at once, and stops handing out more as soon as one fails.

/**
 * Runs a task on every item, at most `parallel` at a time, in order. After a failure no further item is begun; those under way end first.
 *
 * @throws the first failure
 */
export async function fetchAhead<Item>(
  items: readonly Item[],
  parallel: number,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length && failures.length === 0) {
      try {
        await task(items[next++]!);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
