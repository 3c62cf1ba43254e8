/** Words of: nav. */
export const nav = {
  'nav.label': 'Screens',
  'nav.hint': 'Ctrl+{n}',
  'nav.on-air': 'On Air',
  'nav.cast': 'Cast',
  'nav.models': 'Models',
  'nav.destinations': 'Outputs',
  'nav.knowledge': 'Knowledge',
  'nav.monitor': 'Monitor',
  'nav.settings': 'Settings',
} as const;
