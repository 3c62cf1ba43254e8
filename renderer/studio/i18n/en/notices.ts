/** Words of: notices. */
export const notices = {
  'notices.title': 'Notices',
  'notices.open': 'Notices ({n})',
  'notices.empty': 'Nothing to report.',
  'notices.dismiss': 'Dismiss',
} as const;
