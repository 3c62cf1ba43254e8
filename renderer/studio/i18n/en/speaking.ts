/** Words of: speaking. */
export const speaking = {
  'speaking.label': 'Now speaking',
  'speaking.none': 'Nothing is being said.',
} as const;
