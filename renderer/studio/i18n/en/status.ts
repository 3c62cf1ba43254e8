/** Words of: status. */
export const status = {
  'status.label': 'How the show is',
  'status.health': 'Health',
  'status.health.rest.word': 'at rest',
  'status.health.well.word': 'good',
  'status.health.care.word': 'watch',
  'status.health.trouble.word': 'trouble',
  'status.dropped': 'Dropped frames',
  'status.dropped.hint': 'Frames dropped on the way to destinations because the network was too slow.',
  'status.upload': 'Upload',
  'status.upload.hint': 'To all platforms together; the preview on this machine is not counted.',
  'status.memory.hint': 'Of all processes of the studio.',
} as const;
