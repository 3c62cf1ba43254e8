/** Words of: status. */
export const status = {
  'status.label': 'How the show is',
  'status.health': 'Health',
  'status.health.good': 'Every process runs, and no frame was late or lost.',
  'status.health.good.word': 'good',
  'status.health.warn.word': 'watch',
  'status.health.bad.word': 'trouble',
  'status.reason.slate': 'Viewers see the slate.',
  'status.reason.process': 'A process has failed or does not answer.',
  'status.reason.destination': 'A destination has failed.',
  'status.reason.reconnecting': 'A destination is slow or reconnecting.',
  'status.reason.late': 'Frames were late or skipped in this show.',
  'status.reason.dropped': 'Frames were dropped on the way to a destination.',
  'status.reason.memory': 'The engines hold nearly all memory that they may have.',
  'status.dropped': 'Dropped',
  'status.dropped.hint': 'Frames dropped on the way to destinations because the network was too slow.',
  'status.memory.hint': 'Of all processes of the studio.',
} as const;
