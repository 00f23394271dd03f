// The contract of engines, held by the one in Node.
import { after, test } from 'node:test';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { goldenCases } from '../graph/read-golden.ts';
import { engineContract } from './engine-contract.ts';

const create = () => nodeEngine({ threads: 1 });
const engine = create();
after(() => engine.close());

for (const { name, run } of engineContract(goldenCases)) test(name, () => run(engine, create));
