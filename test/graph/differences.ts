// A derivative checked by central differences along one random direction through all floating-point inputs.
import { float64, type NumericArray } from '../../src/core/array.ts';
import type { Random } from '../../src/core/random.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import type { Tensor } from '../../src/graph/tensor.ts';

export interface Slopes {
  /** Along the direction, by the gradients of the graph. */
  readonly derived: number;
  /** The same from the loss at four points. */
  readonly measured: number;
}

export interface Question {
  readonly loss: Tensor;
  /** Inputs to move, by the names under which they are fed. */
  readonly targets: Readonly<Record<string, Tensor>>;
  readonly feeds: Readonly<Record<string, NumericArray>>;
}

/** Points so near that the fourth-order rule leaves out nothing that float64 shows. */
const step = 2e-5;

/** Slope of a float64 loss along a direction drawn from `random`, derived and measured. */
export async function slopesOf(engine: Engine, { loss, targets, feeds }: Question, random: Random): Promise<Slopes> {
  const names = Object.keys(targets);
  const found = gradients(loss, Object.values(targets));
  const program = await engine.compile({
    loss,
    ...Object.fromEntries(names.map((name, i) => [`d${name}`, found[i]!])),
  });
  const directions = new Map(
    names.map((name) => [name, Array.from({ length: feeds[name]!.data.length }, random.normal)]),
  );
  const at = async (distance: number) => {
    const moved = { ...feeds };
    for (const [name, direction] of directions) {
      const { data, shape } = feeds[name]!;
      const place = direction.map((share, index) => Number(data[index]) + distance * share);
      moved[name] = float64(place, shape);
    }
    return program.run(moved);
  };
  const lossAt = async (distance: number) => Number((await at(distance)).loss.data[0]);
  const here: Record<string, NumericArray> = await at(0);
  let derived = 0;
  for (const [name, direction] of directions) {
    direction.forEach((share, index) => {
      derived += share * Number(here[`d${name}`]!.data[index]);
    });
  }
  const near = (await lossAt(step)) - (await lossAt(-step));
  const far = (await lossAt(2 * step)) - (await lossAt(-2 * step));
  await program.release();
  return { derived, measured: (8 * near - far) / (12 * step) };
}
