/**
 * How fast something grows: least squares over samples of several processes that follow each other under one name. Every process has a level of its own
 * (a restart is no growth); what is fitted is the one slope that they share. Pure.
 */
export interface SlopePoint {
  /** Samples of one process; the level is taken out group by group. */
  readonly group: number | string;
  readonly atMs: number;
  readonly value: number;
}
export interface SlopeFit {
  readonly perHour: number;
  /** One-sided upper 95 % bound. */
  readonly upperPerHour: number;
  readonly samples: number;
  /** From the first to the last sample, summed over the groups. */
  readonly spanMs: number;
}

const msPerHour = 3_600_000;
/** Normal quantile; from thirty samples on Student's is not much larger. */
const quantile = 1.645;
const leastFreedom = 3;

/** null = too few samples, or none of them apart in time. */
export function fitSlope(points: readonly SlopePoint[]): SlopeFit | null {
  const groups = groupOf(points);
  let [xx, xy, spanMs] = [0, 0, 0];
  const centred: { x: number; y: number }[] = [];
  for (const members of groups.values()) {
    const mean = (of: (point: SlopePoint) => number): number => members.reduce((sum, point) => sum + of(point), 0) / members.length;
    const [x0, y0] = [mean(({ atMs }) => atMs), mean(({ value }) => value)];
    const times = members.map(({ atMs }) => atMs);
    spanMs += Math.max(...times) - Math.min(...times);
    for (const { atMs, value } of members) {
      const [x, y] = [(atMs - x0) / msPerHour, value - y0];
      xx += x * x;
      xy += x * y;
      centred.push({ x, y });
    }
  }
  const freedom = points.length - groups.size - 1;
  if (freedom < leastFreedom || xx === 0) return null;
  const perHour = xy / xx;
  const residual = centred.reduce((sum, { x, y }) => sum + (y - perHour * x) ** 2, 0);
  const error = Math.sqrt(residual / freedom / xx);
  return { perHour, upperPerHour: perHour + quantile * error, samples: points.length, spanMs };
}

function groupOf(points: readonly SlopePoint[]): Map<number | string, SlopePoint[]> {
  const groups = new Map<number | string, SlopePoint[]>();
  for (const point of points) groups.set(point.group, [...(groups.get(point.group) ?? []), point]);
  return groups;
}
