// Which of this machine's devices is soonest. That a GPU is there says little: some are made of software.
import { float32 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { matMul } from '../../graph/ops/mat-mul.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import type { Engine } from '../engine.ts';

const devices = ['cpu', 'cuda', 'webgpu'] as const;

type Device = (typeof devices)[number];

/** Side of the matrices, and products in a chain: 34 megaflops, which tell a device made of software, and a gigaflop. */
const glance = { side: 256, products: 1 };
const look = { side: 384, products: 8 };

/** Milliseconds of the glance on a device that is worth a look; GPUs take one to five. */
const patience = 50;

/**
 * Times matrix products on each device that works.
 *
 * @param open an engine on a device
 * @returns the soonest
 */
export async function bestProvider(open: (options: { readonly provider: Device }) => Engine): Promise<Device> {
  let best: { readonly device: Device; readonly time: number } = { device: 'cpu', time: Number.POSITIVE_INFINITY };
  for (const device of devices) {
    try {
      await using engine = open({ provider: device });
      if ((await timeOf(engine, glance)) > patience && device !== 'cpu') continue;
      const time = await timeOf(engine, look);
      if (time < best.time) best = { device, time };
    } catch (error) {
      // A device that is not there.
      if (!(error instanceof MpaferError && error.code === 'host')) throw error;
    }
  }
  return best.device;
}

/** Milliseconds of the faster of two runs. */
async function timeOf(engine: Engine, { side, products }: typeof look): Promise<number> {
  const x = input('x', [side, side]);
  let y: Tensor = x;
  for (let index = 0; index < products; index++) y = matMul(y, x);
  const program = await engine.compile({ y });
  const feeds = { x: float32(new Float32Array(side * side).fill(1 / side), [side, side]) };
  // The first run compiles shaders and moves memory.
  await program.run(feeds);
  const times: number[] = [];
  for (let run = 0; run < 2; run++) {
    const start = performance.now();
    await program.run(feeds);
    times.push(performance.now() - start);
  }
  await program.release();
  return Math.min(...times);
}
