/** Words of: show. */
export const show = {
  'show.state.off': 'OFF AIR',
  'show.state.starting': 'STARTING',
  'show.state.on-air': 'ON AIR',
  'show.state.stopping': 'STOPPING',
  'show.state.label': 'State of the show',
  'show.preset.label': 'Picture format',
  'show.preset.landscape': 'Landscape',
  'show.preset.vertical': 'Vertical',
  'show.record': 'Record',
  'show.recording': 'Recording to {path}',
  'show.go-live': 'Go live',
  'show.stop': 'End show',
  'show.stopped': 'The show has ended. The recording is at {path}.',
  'show.cancel': 'Silence',
  'show.cancel.hint': 'Drops everything being said or waiting (Esc)',
  'show.cancelled': 'Silent after {ms} ms',
} as const;
