// The page that holds an engine to its contract: the test asks it by name, one check after the other.

import { float32 } from '../../../src/core/array.ts';
import { browserEngine } from '../../../src/engine/browser/browser-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { add } from '../../../src/graph/ops/add.ts';
import { input, scalar } from '../../../src/graph/tensor.ts';
import { engineContract } from '../../contract/engine-contract.ts';
import { methodGraphs, recogniseFaces, trainPrompts } from '../../contract/method-graph.ts';
import { trainTenSteps } from '../../contract/training-graph.ts';
import type { GoldenCases } from '../../graph/golden.ts';
import type { ContractPage, EngineChoice } from '../contract-page.ts';

const served: EngineChoice = { runtimeUrl: '/onnxruntime', threads: 1 };
const create = (choice: EngineChoice & { readonly fallback?: boolean } = {}): Engine =>
  browserEngine({ ...served, ...choice });

const golden = (await (await fetch('/ops.json')).json()) as GoldenCases;
const checks = new Map(engineContract(golden).map((check) => [check.name, check]));
const engine = create();

let gpu: Engine | undefined;

/** One engine for all: a worker with this runtime takes long to start. What a graph needs on processors it refuses. */
function onGpu(): Engine {
  gpu ??= create({ provider: 'webgpu', fallback: false });
  return gpu;
}

async function withEngine<T>(choice: EngineChoice, use: (engine: Engine) => Promise<T>): Promise<T> {
  const own = create(choice);
  try {
    return await use(own);
  } finally {
    await own.close();
  }
}

const page: ContractPage = {
  async check(name) {
    try {
      await checks.get(name)!.run(engine, create);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  },
  async checkOnGpu(name) {
    try {
      await checks.get(name)!.run(onGpu(), () => create({ provider: 'webgpu', fallback: false }));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  },
  trainTenSteps: (choice) => withEngine(choice, trainTenSteps),
  trainPrompts: () => trainPrompts(onGpu()),
  recogniseFaces: () => recogniseFaces(onGpu()),
  async place(name) {
    try {
      const program = await onGpu().compile(methodGraphs[name]!());
      await program.release();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  },
  addOnes: (choice) =>
    withEngine(choice, async (own) => {
      try {
        const program = await own.compile({ y: add(input('x', []), scalar(1)) });
        const { y } = await program.run({ x: float32([1], []) });
        return { sum: Number(y.data[0]) };
      } catch (error) {
        const { code, message, hint } = error as { code?: string; message: string; hint?: string };
        return { failure: `${code}: ${message} (${hint})` };
      }
    }),
};

Object.assign(globalThis, { contractPage: page });
