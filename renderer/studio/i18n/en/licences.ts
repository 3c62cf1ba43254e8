/** Words of: licences. */
export const licences = {
  'licences.title': 'Licences',
  'licences.text': 'The engines that can be switched on, and the notice that ships with the studio.',
  'licences.engine': 'Engine',
  'licences.licence': 'Licence',
  'licences.notice': 'Notice',
} as const;
