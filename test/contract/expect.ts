// Expectations that hold in Node and in a page: they throw, and need nothing.

export function expectTrue(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`Expected: ${what}`);
}

/** The largest difference, relative to the largest expected element; absolute where all expected elements are 0. */
export function distance(actual: ArrayLike<number | bigint>, expected: ArrayLike<number | bigint>): number {
  let [worst, largest] = [0, 0];
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs(Number(actual[index]) - Number(expected[index]));
    worst = Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(Number(expected[index])));
  }
  return largest === 0 ? worst : worst / largest;
}

export function expectClose(
  actual: ArrayLike<number | bigint>,
  expected: ArrayLike<number | bigint>,
  tolerance: number,
  what: string,
): void {
  expectTrue(actual.length === expected.length, `${what} has ${expected.length} elements, found ${actual.length}`);
  const found = distance(actual, expected);
  const show = (values: ArrayLike<number | bigint>) => Array.from(values).slice(0, 12).join(' ');
  if (!(found <= tolerance)) {
    throw new Error(
      `${what} is off by ${found}, allowed ${tolerance}\n  found    ${show(actual)}\n  expected ${show(expected)}`,
    );
  }
}

/** The error that `action` fails with, which must say `code` and match `message`. */
export async function expectFailure(action: () => unknown, code: string, message: RegExp): Promise<void> {
  let error: { code?: string; message?: string } | undefined;
  try {
    await action();
  } catch (thrown) {
    error = thrown as Error;
  }
  if (error === undefined) throw new Error(`Expected a failure "${code}" that matches ${message}, but all went well`);
  if (error.code !== code || !message.test(error.message ?? '')) {
    throw new Error(`Expected a failure "${code}" that matches ${message}, found "${error.code}": ${error.message}`);
  }
}
