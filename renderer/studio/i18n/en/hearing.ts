/** Words of: hearing. */
export const hearing = {
  'hearing.turn-on': 'Speak to the anchor',
  'hearing.turn-off': 'Switch the microphone off',
  'hearing.hold': 'Hold to talk',
  'hearing.heard': 'Heard: {text}',
  'hearing.settings': 'Microphone settings',
  'hearing.mode': 'How it listens',
  'hearing.mode.open': 'Just speak',
  'hearing.mode.push': 'Hold to talk',
  'hearing.device': 'Microphone',
  'hearing.device.default': "The system's choice",
  'hearing.device.unnamed': 'Microphone {n}',
  'hearing.headphones': 'Listen while the anchor speaks',
  'hearing.headphones.hint': 'Only with headphones: through loudspeakers the anchor would hear and answer herself.',
  'hearing.problem.denied':
    'The system does not let the studio use the microphone. Typing works; allow it in the system settings, then try again.',
  'hearing.problem.none': 'No microphone was found. Typing works; plug one in, then try again.',
  'hearing.problem.busy':
    'The microphone could not be opened; another program may hold it. Typing works; close that program, then try again.',
  'hearing.problem.gone': 'The microphone went away, so listening was switched off. The show goes on; plug it in and switch it on again.',
} as const;
