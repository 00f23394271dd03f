// The label that most coders give, as the project format has it: undefined for a tie, which stays one.

export function consensusOf(votes: Readonly<Record<string, string>>): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of Object.values(votes)) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const first = [...counts].filter(([, count]) => count === most);
  return first.length === 1 ? first[0]![0] : undefined;
}
