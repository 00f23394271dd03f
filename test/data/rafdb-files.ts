// RAF-DB as it is named and numbered, at its full counts, with one tiny image for all.

/** Images of ids 1 to 7. */
export const rafdbCounts = {
  train: [1290, 281, 717, 4772, 1982, 705, 2524],
  test: [329, 74, 160, 1185, 478, 162, 680],
} as const;

export interface RafdbFile {
  /** `train_00001`, `test_0001`. */
  readonly stem: string;
  readonly split: 'train' | 'test';
  readonly id: number;
}

/** All 15,339, their labels mixed as in the set, where no class is in one piece. */
export function rafdbFiles(scale = 1): RafdbFile[] {
  return (['train', 'test'] as const).flatMap((split) => {
    const left = rafdbCounts[split].map((count) => Math.max(1, Math.round(count * scale)));
    const all = left.reduce((sum, count) => sum + count, 0);
    const files: RafdbFile[] = [];
    for (let number = 1, turn = 0; number <= all; turn++) {
      const id = (turn % 7) + 1;
      if (left[id - 1]! === 0) continue;
      left[id - 1]!--;
      files.push({ stem: `${split}_${String(number).padStart(split === 'train' ? 5 : 4, '0')}`, split, id });
      number++;
    }
    return files;
  });
}

/** Lines `train_00001.jpg 5`. */
export const rafdbList = (files: readonly RafdbFile[], suffix = ''): string =>
  files.map(({ stem, id }) => `${stem}${suffix}.jpg ${id}\n`).join('');
