/** Words of: cast. */
export const cast = {
  'cast.title': 'Cast',
  'cast.text': 'Who is seen and heard.',
  'cast.voice.main': 'Speaks every language that it can.',
  'cast.voice.other': 'Speaks the languages that the voices before it cannot.',
  'cast.on': 'in use',
  'cast.take': 'Use',
  'cast.take.named': 'Use {name}',
} as const;
