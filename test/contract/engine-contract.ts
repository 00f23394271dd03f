// What every engine must do, whatever runs it: checks that hold in Node and in a page alike.
import { float32, int64, type NumericArray } from '../../src/core/array.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { cast } from '../../src/graph/ops/cast.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { expand } from '../../src/graph/ops/expand.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { greater } from '../../src/graph/ops/greater.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { matMul } from '../../src/graph/ops/mat-mul.ts';
import { mean } from '../../src/graph/ops/mean.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { quantisedLinear } from '../../src/graph/quantised/linear.ts';
import { quantise } from '../../src/graph/quantised/quantise.ts';
import {
  apply,
  constant,
  input,
  type Operator,
  type StoredArray,
  scalar,
  type Tensor,
  weight,
} from '../../src/graph/tensor.ts';
import { operatorCases } from '../graph/cases.ts';
import { type GoldenCases, proveCase } from '../graph/golden.ts';
import { tolerances } from '../tolerances.ts';
import { expectClose, expectFailure, expectTrue } from './expect.ts';
import { trainTenSteps } from './training-graph.ts';

export interface Check {
  /** A sentence about the engine. */
  readonly name: string;
  /** Why it is not asked of an engine on a GPU. */
  readonly processorsAlone?: string;
  /** Throws where the engine fails it. `another` makes a further engine of the same kind, for checks that close one. */
  readonly run: (engine: Engine, another: () => Engine) => Promise<void>;
}

const x = input('x', ['B', 2]);
const pair = (...values: number[]): NumericArray => float32(values, [values.length / 2, 2]);
const double = (): Tensor => add(x, x);

async function valuesOf(engine: Engine, tensor: Tensor, feeds: Record<string, NumericArray>): Promise<number[]> {
  const program = await engine.compile({ value: tensor });
  const { value } = await program.run(feeds);
  await program.release();
  return Array.from(value.data, Number);
}

const noReturn = 'ONNX Runtime Web 1.30 does not come back from a run that it refuses on WebGPU';

/** `x` [B, 2] in rows of a third each: the runtime refuses it where B is no multiple of 3. */
const inThirds = (from: Tensor): Tensor => apply(inThirdsOperator, [from]);

const inThirdsOperator: Operator = {
  name: 'inThirds',
  infer: ([from]) => [from!],
  emit: ({ inputs }, emitter) => emitter.node('Reshape', [...inputs, emitter.constant(int64([3, -1], [2]))]),
};

/** Weights 1 .. 4 in float32 and -0.5, 65504 in float16, behind a header of 8 bytes. */
function weightFile(): { readonly wide: Tensor; readonly half: Tensor } {
  const bytes = new Uint8Array(8 + 16 + 4);
  new Float32Array(bytes.buffer, 8, 4).set([1, 2, 3, 4]);
  new Uint16Array(bytes.buffer, 24, 2).set([0xb800, 0x7bff]);
  const file = { name: 'weights.safetensors', source: bytes };
  const wide: StoredArray = { name: 'wide', file, type: 'float32', shape: [2, 2], begin: 8, end: 24 };
  const half: StoredArray = { name: 'half', file, type: 'float16', shape: [2], begin: 24, end: 28 };
  return { wide: weight(wide), half: cast(weight(half), 'float32') };
}

const behaviour: readonly Check[] = [
  {
    name: 'runs one program at a batch of 1, 2 and 7, its length used in means, reshapes and expansions',
    async run(engine) {
      const rows = expand(reshape(input('row', [2]), [1, 2]), ['B', 2]);
      const y = reshape(multiply(add(x, rows), scalar(2)), ['B', 2, 1]);
      const program = await engine.compile({ y, centre: mean(x, [0]), all: mean(add(x, rows)) });
      for (const length of [1, 2, 7]) {
        const data = Array.from({ length: 2 * length }, (_, index) => index);
        const { y: found, centre, all } = await program.run({ x: pair(...data), row: float32([10, 20], [2]) });
        expectTrue(found.shape.join() === `${length},2,1`, `the shape [${length}, 2, 1], found [${found.shape}]`);
        expectClose(
          found.data,
          data.map((value, index) => 2 * (value + (index % 2 === 0 ? 10 : 20))),
          1e-6,
          'y',
        );
        expectClose(centre.data, [length - 1, length], 1e-6, 'the mean over the batch');
        expectClose(all.data, [length - 0.5 + 15], 1e-6, 'the mean over all');
      }
      await program.release();
    },
  },
  {
    name: 'learns: each of ten steps on a prompt lowers the loss of a frozen model',
    async run(engine) {
      const { losses } = await trainTenSteps(engine);
      expectTrue(losses.every(Number.isFinite), 'finite losses');
      for (let step = 1; step < losses.length; step++) {
        expectTrue(losses[step]! < losses[step - 1]!, `each loss below the one before, found ${losses.join(' ')}`);
      }
    },
  },
  {
    name: 'gives the same bits each time',
    async run(engine) {
      const [first, second] = [await trainTenSteps(engine), await trainTenSteps(engine)];
      expectTrue(JSON.stringify(first) === JSON.stringify(second), 'two equal runs');
    },
  },
  {
    name: 'reads weights where they lie in a file, also in half precision',
    async run(engine) {
      const { wide, half } = weightFile();
      const found = await valuesOf(engine, add(matMul(x, wide), half), { x: pair(1, 0, 0, 1) });
      expectClose(found, [0.5, 2 + 65504, 2.5, 4 + 65504], 1e-6, 'weights');
    },
  },
  {
    name: 'gives truth values and whole numbers in their own types',
    async run(engine) {
      const program = await engine.compile({ larger: greater(x, scalar(1)), count: cast(x, 'int64') });
      const { larger, count } = await program.run({ x: pair(0, 1, 2, -3) });
      expectTrue(larger.type === 'bool' && larger.data instanceof Uint8Array, 'bool in a Uint8Array');
      expectTrue(count.type === 'int64' && count.data instanceof BigInt64Array, 'int64 in a BigInt64Array');
      expectClose(larger.data, [0, 0, 1, 0], 0, 'larger');
      expectClose(count.data, [0, 1, 2, -3], 0, 'count');
    },
  },
  {
    name: 'takes part of a larger buffer as a feed, and leaves feeds as they were',
    async run(engine) {
      const whole = Float32Array.of(9, 9, 1, 2, 9);
      const part = float32(whole.subarray(2, 4), [1, 2]);
      expectClose(await valuesOf(engine, double(), { x: part }), [2, 4], 0, 'the part doubled');
      expectClose(whole, [9, 9, 1, 2, 9], 0, 'the fed buffer');
      expectClose(await valuesOf(engine, double(), { x: part }), [2, 4], 0, 'the part doubled again');
    },
  },
  {
    name: 'multiplies by whole numbers where a graph is quantised, forward and backward, near the exact product',
    async run(engine) {
      const wave = (length: number, shape: readonly number[]) =>
        float32(
          Float32Array.from({ length }, (_, at) => Math.sin(1 + 7 * at)),
          shape,
        );
      const rows = input('rows', ['B', 3, 32]);
      const y = linear(rows, constant(wave(16 * 32, [16, 32])), 'out-in', constant(wave(16, [16])));
      const exact = { y, slope: gradients(reduceSum(multiply(y, y)), [rows])[0]! };
      const whole = await quantise(exact, quantisedLinear, () => Promise.reject(new Error('nothing is stored')));
      const program = await engine.compile({ ...exact, wholeY: whole.y, wholeSlope: whole.slope });
      const found = await program.run({ rows: wave(2 * 96, [2, 3, 32]) });
      expectClose(found.wholeY.data, Array.from(found.y.data, Number), 0.03, 'the product');
      expectClose(found.wholeSlope.data, Array.from(found.slope.data, Number), 0.03, 'its gradient');
      await program.release();
    },
  },
  {
    name: 'gives results that are the caller’s own',
    async run(engine) {
      const program = await engine.compile({ y: double(), same: add(x, scalar(0)), rows: reshape(x, ['B', 1, 2]) });
      const first = await program.run({ x: pair(1, 2) });
      (first.y.data as Float32Array).fill(7);
      (first.same.data as Float32Array).fill(7);
      const second = await program.run({ x: pair(3, 4) });
      expectClose(second.y.data, [6, 8], 0, 'y of the second run');
      expectClose(first.y.data, [7, 7], 0, 'y of the first run');
      expectClose(second.rows.data, [3, 4], 0, 'rows of the second run');
    },
  },
  {
    name: 'answers runs that are asked for at once each with its own result, failures among them',
    processorsAlone: noReturn,
    async run(engine) {
      const thirds = await engine.compile({ y: inThirds(x) });
      const sums = await engine.compile({ y: reduceSum(x) });
      const answers = await Promise.allSettled([
        thirds.run({ x: pair(1, 2, 3, 4, 5, 6) }),
        thirds.run({ x: pair(1, 2) }),
        sums.run({ x: pair(1, 2, 3, 4) }),
        sums.run({ x: float32([1], [1]) }),
        thirds.run({ x: pair(6, 5, 4, 3, 2, 1) }),
      ]);
      const found = answers.map((answer) =>
        answer.status === 'fulfilled' ? Array.from(answer.value.y.data, Number).join() : answer.reason.code,
      );
      const wanted = '1,2,3,4,5,6 host 10 graph 6,5,4,3,2,1';
      expectTrue(found.join(' ') === wanted, `${wanted}; found ${found.join(' ')}`);
      await Promise.all([thirds.release(), sums.release()]);
    },
  },
  {
    name: 'says what the runtime refused, and goes on',
    processorsAlone: noReturn,
    async run(engine) {
      const feeds = { x: pair(1, 2) };
      await expectFailure(() => valuesOf(engine, inThirds(x), feeds), 'host', /ONNX Runtime refused: .*Reshape/s);
      expectClose(await valuesOf(engine, double(), feeds), [2, 4], 0, 'the next program');
    },
  },
  {
    name: 'refuses rows that a table does not have',
    processorsAlone: 'a GPU does not look',
    async run(engine) {
      const rows = gather(input('table', [3, 2]), input('row', ['B'], 'int64'));
      const feeds = { table: float32([0, 1, 2, 3, 4, 5], [3, 2]), row: int64([-9], [1]) };
      await expectFailure(() => valuesOf(engine, rows, feeds), 'host', /ONNX Runtime refused: .*out of/);
    },
  },
  {
    name: 'refuses feeds that are missing, unknown or do not fit',
    async run(engine) {
      const program = await engine.compile({ y: multiply(x, input('scale', ['B', 1])) });
      const scale = float32([1, 1], [2, 1]);
      const fed = (feeds: Record<string, NumericArray>) => () => program.run(feeds);
      await expectFailure(fed({ x: pair(1, 2) }), 'graph', /input "scale" is missing; expected float32 \[B, 1\]/);
      await expectFailure(
        fed({ x: pair(1, 2, 3, 4), scale, other: scale }),
        'graph',
        /there is no input "other"; inputs are x, scale/,
      );
      await expectFailure(
        fed({ x: float32([1, 2, 3], [1, 3]), scale }),
        'graph',
        /input "x" is float32 \[1, 3\] .*; expected float32 \[B, 2\]/,
      );
      await expectFailure(fed({ x: int64([1, 2], [1, 2]), scale }), 'graph', /input "x" is int64/);
      await expectFailure(fed({ x: float32([1, 2, 3], [1, 2]), scale }), 'graph', /with 3 elements/);
      await expectFailure(fed({ x: float32([], [0, 2]), scale }), 'graph', /input "x" is float32 \[0, 2\]/);
      await expectFailure(fed({ x: pair(1, 2), scale }), 'graph', /"scale" is .*\[2, 1\].*; expected .* where B is 1/);
      await program.release();
    },
  },
  {
    name: 'refuses to start when aborted, keeping the reason, and runs again afterwards',
    async run(engine) {
      const program = await engine.compile({ y: double() });
      const stop = new AbortController();
      await program.run({ x: pair(1, 2) }, stop.signal);
      const reason = new Error('enough');
      stop.abort(reason);
      await expectFailure(() => program.run({ x: pair(1, 2) }, stop.signal), 'aborted', /Stopped before the next step/);
      const error = await program.run({ x: pair(1, 2) }, stop.signal).catch((thrown) => thrown);
      expectTrue(error.cause === reason, 'the reason as cause');
      expectClose((await program.run({ x: pair(1, 2) })).y.data, [2, 4], 0, 'a run without the signal');
      await program.release();
    },
  },
  {
    name: 'leaves the caller’s event loop free while it computes',
    async run(engine) {
      const size = 320;
      let y: Tensor = input('square', [size, size]);
      for (let depth = 0; depth < 24; depth++) y = multiply(matMul(y, y), scalar(1e-3));
      const program = await engine.compile({ y: reduceSum(exp(y)) });
      let [ticks, ended] = [0, false];
      const running = program.run({ square: float32(new Float32Array(size * size).fill(0.01), [size, size]) });
      running.finally(() => {
        ended = true;
      });
      while (!ended && ticks < 3) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (!ended) ticks++;
      }
      expectTrue(ticks > 0, 'timers that fire before the result is there');
      await running;
      await program.release();
    },
  },
  {
    name: 'refuses a program that was released, and keeps the others',
    async run(engine) {
      const [first, second] = [await engine.compile({ y: double() }), await engine.compile({ y: double() })];
      await first.release();
      await first.release();
      await expectFailure(() => first.run({ x: pair(1, 2) }), 'host', /the program was released/);
      expectClose((await second.run({ x: pair(1, 2) })).y.data, [2, 4], 0, 'the other program');
      await second.release();
    },
  },
  {
    name: 'refuses everything once closed, and fails what still waits',
    async run(_, another) {
      const engine = another();
      const program = await engine.compile({ y: double() });
      const waiting = program.run({ x: pair(1, 2) }).catch((error) => error.code);
      await engine.close();
      await engine.close();
      const outcome = await waiting;
      expectTrue(outcome === 'host' || outcome.y !== undefined, 'an answer to what was asked before');
      await expectFailure(() => program.run({ x: pair(1, 2) }), 'host', /the engine was closed/);
      await expectFailure(() => engine.compile({ y: double() }), 'host', /the engine was closed/);
      await program.release();
    },
  },
  {
    name: 'refuses a graph that cannot be written, as a failed promise',
    async run(engine) {
      const clash = add(x, reduceSum(input('x', ['B', 3]), [1], true));
      await expectFailure(() => engine.compile({ y: clash }), 'graph', /Cannot feed one input "x"/);
    },
  },
];

/** All checks: behaviour, and every operator against its golden values. */
export const engineContract = (golden: GoldenCases): readonly Check[] => [
  ...behaviour,
  ...operatorCases.map((each): Check => {
    const processorsAlone = gpuLacks[each.name];
    return {
      name: `computes ${each.name}, and its gradient`,
      ...(processorsAlone && { processorsAlone }),
      run: (engine) => proveCase(engine, each, golden[each.name]!, 'float32', tolerances.golden32),
    };
  }),
];

/** Those of an engine on a GPU. */
export const gpuContract = (golden: GoldenCases): readonly Check[] =>
  engineContract(golden).filter(({ processorsAlone }) => processorsAlone === undefined);

/** Cases that a GPU answers otherwise. */
const gpuLacks: Readonly<Record<string, string>> = {
  'cast, to half precision and back':
    'not every GPU has half precision; stored weights are widened before they get there',
  'layerNorm, tiny variance far from zero':
    "the runtime's kernel takes the mean square less the squared mean, which loses digits where the mean is far larger than the deviation",
};
