// An engine that is created when its first program is compiled, since choosing where it runs takes a moment.
import type { Engine } from '../engine.ts';

export function lateEngine(create: () => Promise<Engine>, threads: number): Engine {
  let created: Promise<Engine> | undefined;
  const engine = () => {
    created ??= create();
    return created;
  };
  const close = async () => (await created)?.close();
  return {
    threads,
    compile: async (outputs) => (await engine()).compile(outputs),
    load: async (model) => (await engine()).load(model),
    close,
    [Symbol.asyncDispose]: close,
  };
}
