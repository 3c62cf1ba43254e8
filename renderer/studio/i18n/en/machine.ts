/** Words of: machine. */
export const machine = {
  'machine.title': 'Machine check',
  'machine.again': 'Check again',
  'machine.checking': 'Looking at the machine; each encoder is tried once, which takes some seconds.',
  'machine.failed': 'The machine could not be checked. The show is not affected; check again.',
  'machine.level.good': 'Good',
  'machine.level.attention': 'Attention',
  'machine.part.processor': 'Processor',
  'machine.part.memory': 'Memory',
  'machine.part.graphics': 'Graphics',
  'machine.part.ffmpeg': 'Encoding program',
  'machine.part.encoders': 'Video encoders',
  'machine.part.storage': 'Database',
  'machine.part.microphone': 'Microphone',
  'machine.part.recordings': 'Recording folder',
  'machine.part.disk': 'Disk space',
} as const;
