/** Words of: settings. */
export const settings = {
  'settings.title': 'Settings',
  'settings.text': 'Everything here is kept on this machine.',
  'settings.look': 'Language and look',
  'settings.theme': 'Theme',
  'settings.theme.dark': 'Dark',
  'settings.theme.light': 'Light',
  'settings.theme.auto': 'System',
} as const;
