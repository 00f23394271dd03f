// Runs the engine contract on WebGPU in Node, on this machine's device: prints failures, then counts.
//   node tools/webgpu-contract.ts
// Without a GPU, use Chromium's software device:
//   LD_LIBRARY_PATH=/usr/lib/chromium VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json node tools/webgpu-contract.ts
import { nodeEngine } from '../src/engine/node/node-engine.ts';
import { gpuContract } from '../test/contract/engine-contract.ts';
import { methodGraphs } from '../test/contract/method-graph.ts';
import { goldenCases } from '../test/graph/read-golden.ts';

const create = (fallback = true) => nodeEngine({ provider: 'webgpu', fallback });
let [passed, failed] = [0, 0];

async function check(name: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
    passed++;
  } catch (error) {
    failed++;
    console.log(`${name}: ${(error as Error).message}`);
  }
}

const strict = create(false);
for (const [name, graph] of Object.entries(methodGraphs)) {
  await check(`every node of ${name} on WebGPU`, () => strict.compile(graph()));
}
await strict.close();
const engine = create();
for (const { name, run } of gpuContract(goldenCases)) await check(name, () => run(engine, create));
await engine.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
