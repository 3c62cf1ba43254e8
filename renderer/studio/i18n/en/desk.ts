/** Words of: desk. */
export const desk = {
  'desk.label': 'Controls of the show',
  'desk.close': 'Close',
  'desk.slate': 'Slate',
  'desk.slate.starting-soon': 'Starting soon',
  'desk.slate.back-soon': 'Back in a moment',
  'desk.slate.own': 'My picture',
  'desk.slate.off': 'Back to the programme',
  'desk.slate.choose': 'Choose a picture of your own',
  'desk.slate.forget': 'Remove my picture',
  'desk.picture.text': 'A PNG, JPEG, WebP or GIF on this machine. It is shown whole, whatever its shape.',
  'desk.picture.path': 'Path of the picture',
  'desk.picture.keep': 'Use this picture',
  'desk.panic': 'Emergency',
  'desk.panic.hint': 'Silence and slate at once; then “Continue”',
  'desk.continue': 'Continue',
} as const;
