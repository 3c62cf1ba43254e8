/** What stands in the field after the line in it was taken: what was typed while it was on its way stays. Pure. */
export function textAfter(now: string, line: string): string {
  return now.startsWith(line) ? now.slice(line.length) : now;
}
