// Keeps what the C library holds near what is in use. glibc gives each thread a pool of memory of its own, up to eight for each core, and
// returns little of what they grow to: over hours, a program with many threads takes more and more memory that nothing uses.

/** M_ARENA_MAX of glibc's malloc.h. */
const mostPools = -8;

/** Milliseconds between the times that what is free goes back. */
const pause = 5000;

/**
 * From now on, threads that start share the pools that are there, or two, and free memory goes back to the system every five seconds: where
 * the C library is glibc and koffi is installed. A number of pools that MALLOC_ARENA_MAX gives stays as it is.
 *
 * @returns stops it; undefined where nothing can be done
 */
export async function returnFreeMemory(): Promise<Disposable | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    const limit = library.func('mallopt', 'int', ['int', 'int']);
    const trim = library.func('malloc_trim', 'int', ['size_t']);
    if (process.env.MALLOC_ARENA_MAX === undefined) limit(mostPools, 2);
    // Looking through the pools takes milliseconds: on another thread.
    const timer = setInterval(() => trim.async(0, () => {}), pause).unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  } catch {
    // Without koffi, or with another C library such as musl, which has no such pools.
    return undefined;
  }
}
