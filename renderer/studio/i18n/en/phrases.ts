/** Words of: phrases. */
export const phrases = {
  'phrases.label': 'Quick phrases',
  'phrases.add': 'Keep as quick phrase',
  'phrases.remove': 'Remove “{phrase}”',
} as const;
