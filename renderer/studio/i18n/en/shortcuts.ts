/** Words of: shortcuts. */
export const shortcuts = {
  'shortcuts.title': 'Keys',
  'shortcuts.screens': 'Go to a screen',
  'shortcuts.silence': 'Silence the anchor at once',
  'shortcuts.send': 'Send the line',
  'shortcuts.line': 'New line',
  'shortcuts.history': 'Lines sent before, in an empty field',
} as const;
