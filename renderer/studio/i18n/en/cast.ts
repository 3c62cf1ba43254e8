/** Words of: cast. */
export const cast = {
  'cast.title': 'Cast',
  'cast.text': 'Who is seen and heard.',
  'cast.on': 'in use',
  'cast.take': 'Use',
  'cast.take.named': 'Use {name}',
} as const;
