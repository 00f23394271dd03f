import { type Engine, nodeEngine } from 'mpafer';
import { add, float32, input, scalar } from 'mpafer/graph';

const engine: Engine = nodeEngine({ threads: 1 });
const program = await engine.compile({ y: add(input('x', [2]), scalar(1)) });
const { y } = await program.run({ x: float32([1, 2], [2]) });
console.log([...y.data].join());
await engine.close();
