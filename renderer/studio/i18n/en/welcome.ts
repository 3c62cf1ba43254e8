/** Words of: welcome. */
export const welcome = {
  'welcome.title': 'Your first show in three steps',
  'welcome.text': 'Only this machine sees and hears it: a rehearsal with the sample shop.',
  'welcome.face': '1. Pick a face',
  'welcome.voice': '2. Pick a voice',
  'welcome.say': '3. Say hello',
  'welcome.hello': 'Hello! Who are you, and what do you have today?',
  'welcome.skip': 'I know my way',
} as const;
