// Few ranks: every rank receives every part, and adds them up.
import { parseHeader } from '../../safetensors/header.ts';
import { readTensor } from '../../safetensors/tensor.ts';
import { writeSafetensors } from '../../safetensors/write.ts';
import type { Team } from '../../team/team.ts';
import { ownParts } from './own-parts.ts';
import { type BatchParts, type PartOutputs, type PartRunner, sumParts } from './part-sums.ts';

export const wholeParts =
  (team: Team): PartRunner =>
  async (parts) =>
    sumParts(await gatherParts(team, parts), parts.share);

/** Computes the parts of this rank, and returns those of all ranks, in order. */
export async function gatherParts(
  team: Team,
  { count, compute }: Pick<BatchParts, 'count' | 'compute'>,
): Promise<readonly PartOutputs[]> {
  const own: Record<string, PartOutputs[string]> = {};
  for (const part of ownParts(team, count)) {
    for (const [name, array] of Object.entries(await compute(part))) own[`${part} ${name}`] = array;
  }
  const found = Array.from({ length: count }, (): Record<string, PartOutputs[string]> => ({}));
  for (const bytes of await team.gather(writeSafetensors(own))) {
    const header = parseHeader(bytes, bytes.length, 'the parts of a batch');
    for (const key of header.tensors.keys()) {
      const [part, name] = key.split(' ');
      found[Number(part)]![name!] = readTensor(bytes, header, key);
    }
  }
  return found;
}
