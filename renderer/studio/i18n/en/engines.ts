/** Words of: engines. */
export const engines = {
  'engines.kind.asr': 'Hearing',
  'engines.kind.llm': 'Answers',
  'engines.kind.expression': 'Mood',
  'engines.kind.tts': 'Voice',
  'engines.voice.main': 'Main voice',
  'engines.voice.second': 'Second voice',
  'engines.voice.nth': 'Voice {n}',
  'engines.kind.face': 'Face',
  'engines.kind.enhance': 'Restoration',
  'engines.state.off': 'off',
  'engines.state.loading': 'loading',
  'engines.state.ready': 'ready',
  'engines.state.failed': 'failed',
  'engines.state.restarting': 'restarting',
} as const;
