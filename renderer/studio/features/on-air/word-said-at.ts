/** Which part of a clause is being said so long after its first sound. Pure. */
export function wordSaidAt(
  words: readonly { readonly at: number; readonly ms: number }[],
  length: number,
  sinceMs: number,
): { readonly from: number; readonly to: number } {
  const index = words.findLastIndex(({ ms }) => ms <= sinceMs);
  if (index < 0) return { from: 0, to: 0 };
  return { from: words[index]?.at ?? 0, to: words[index + 1]?.at ?? length };
}
