/** Words of: air. */
export const air = {
  'air.phase.off': 'OFF AIR',
  'air.phase.starting': 'STARTING',
  'air.phase.rehearsing': 'REHEARSAL',
  'air.phase.live': 'ON AIR',
  'air.phase.slate': 'SLATE',
  'air.phase.panic': 'EMERGENCY',
  'air.phase.stopping': 'STOPPING',
} as const;
