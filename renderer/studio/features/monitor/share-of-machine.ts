/** Processor time as the task manager and OBS tell it. Pure. */

/** The studio measures in per cent of one core; null stays null. */
export const shareOfMachine = <Percent extends number | null>(percentOfCore: Percent, cores: number): number | Extract<Percent, null> =>
  percentOfCore === null ? (percentOfCore as Extract<Percent, null>) : percentOfCore / Math.max(1, cores);
