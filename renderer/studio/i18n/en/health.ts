/** Words of: health. */
export const health = {
  'health.held': 'Late lips',
  'health.held.hint': 'Frames of the face that came too late while speaking; the mouth held still.',
  'health.skipped': 'Skipped frames',
  'health.skipped.hint': 'Frames that the clock skipped because the machine was late.',
  'health.memory': 'Memory',
  'health.cpu': 'CPU',
  'health.process': 'Process',
  'health.empty': 'No process has been measured yet.',
} as const;
