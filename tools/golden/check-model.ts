// Checks towers, objective, gradients and ten steps of training against a folder of PyTorch references.
import type { NumericArray } from '../../src/core/array.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { checkObjective } from './check-objective.ts';
import { checkTowers } from './check-towers.ts';
import { readCases } from './meta.ts';
import { readModels } from './models.ts';
import { readReference } from './reference-file.ts';
import { type Check, relativeError } from './report.ts';
import { leastSize, type Precision, precisions, type Quantity } from './tolerance.ts';

/** Records the error of a quantity. */
export type Record = (quantity: string, kind: Quantity, found: NumericArray, wanted: NumericArray) => void;

/**
 * All checks of a folder in both precisions: the towers for each naming of the weights, and every case once.
 *
 * @throws MpaferError when a file or tensor is missing or damaged
 */
export async function checkModel(folder: string, engine: Engine): Promise<readonly Check[]> {
  const models = readModels(folder);
  const cases = readCases(folder);
  const towers = readReference(folder, 'towers.safetensors');
  const checks: Check[] = [];
  const recordIn =
    (precision: Precision, note = ''): Record =>
    (quantity, kind, found, wanted) =>
      checks.push({
        quantity: quantity + note,
        kind,
        precision,
        error: relativeError(found, wanted, leastSize(kind, precision)),
      });
  for (const precision of precisions) {
    for (const model of models) {
      const record = recordIn(precision, ` (${model.naming} names)`);
      await checkTowers(model, cases[0]!.eot, towers, engine, precision, record);
    }
    for (const item of cases) {
      await checkObjective(models[0]!, item, readReference(folder, item.file), engine, precision, recordIn(precision));
    }
  }
  return checks;
}
