/** Words of: queue. */
export const queue = {
  'queue.label': 'Lines being answered and waiting',
  'queue.title': 'Answer queue ({n})',
  'queue.pin': 'Answer this next',
  'queue.unpin': 'Back into the row',
  'queue.skip': 'Skip: stop saying this, go on with the next',
  'queue.cancel': 'Drop this line',
} as const;
