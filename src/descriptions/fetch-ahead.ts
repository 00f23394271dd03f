// Runs tasks concurrently, and starts no more after a failure.

/**
 * Runs a task on every item, in order and at most `parallel` at a time. After a failure no more are started; running ones finish first.
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
