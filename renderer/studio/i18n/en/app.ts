/** The frame of the window, and what is said when the studio cannot be reached. */
export const app = {
  'app.loading': 'Opening the studio…',
  'app.lost.title': 'The window lost its studio',
  'app.lost.text': 'What is on air goes on. The window keeps trying to reach the studio again; if this stays, restart the app.',
  'app.language': 'Language',
  'problem.unknown': 'This did not reach the studio. What is on air goes on; try again.',
} as const;
