// Lets only so many tasks run at once; the others wait their turn.

export type Limit = <Result>(task: () => Promise<Result>) => Promise<Result>;

export function limit(most: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    // Whoever ends hands its place on, so `running` counts the handed place too.
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
