/** Words of: status. */
export const status = {
  'status.label': 'How the show is',
  'status.health': 'Health',
  'status.health.rest.word': 'at rest',
  'status.health.well.word': 'good',
  'status.health.care.word': 'watch',
  'status.health.trouble.word': 'trouble',
  'status.dropped': 'Dropped',
  'status.dropped.hint': 'Frames dropped on the way to destinations because the network was too slow.',
  'status.memory.hint': 'Of all processes of the studio.',
} as const;
