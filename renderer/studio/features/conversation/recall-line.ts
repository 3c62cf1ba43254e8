/** One step back (1) or forward (-1) from where one is (null = at the new line). undefined: there is nothing further that way. Pure. */
export function recallLine(history: readonly string[], back: number | null, step: 1 | -1): number | null | undefined {
  const next = (back ?? -1) + step;
  if (next >= history.length) return undefined;
  return next < 0 ? null : next;
}
