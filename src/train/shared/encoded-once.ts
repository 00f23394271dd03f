// Hard prompts are encoded by the leader of a team, for all.
import type { HardFeatures } from '../../recognise/task.ts';
import { parseHeader } from '../../safetensors/header.ts';
import { readTensor } from '../../safetensors/tensor.ts';
import { writeSafetensors } from '../../safetensors/write.ts';
import { broadcast } from '../../team/broadcast.ts';
import type { Team } from '../../team/team.ts';

export const encodedOnce =
  (team: Team | undefined) =>
  async (encode: () => Promise<HardFeatures>): Promise<HardFeatures> => {
    if (team === undefined || team.size === 1) return encode();
    const own = team.rank === 0 ? writeSafetensors({ ...(await encode()) }) : undefined;
    const bytes = await broadcast(team, own);
    const header = parseHeader(bytes, bytes.length, 'the hard prompts');
    return { hardTokens: readTensor(bytes, header, 'hardTokens'), hardText: readTensor(bytes, header, 'hardText') };
  };
