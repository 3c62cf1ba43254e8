/** Words of: welcome. */
export const welcome = {
  'welcome.title': 'Your first show in three steps',
  'welcome.text': 'Only this machine sees and hears it: a rehearsal with the sample shop.',
  'welcome.face': '1. Pick a face',
  'welcome.voice': '2. Pick a voice',
  'welcome.say': '3. Rehearse: say hello',
  'welcome.hello': 'Hello! Who are you, and what do you have today?',
  'welcome.skip': 'I know my way',
  'welcome.face.none': 'No face is there to choose; the show goes on without one. Add a picture in Cast.',
  'welcome.voice.none': 'No voice is there to choose; answers are shown as captions. See Models.',
  'welcome.machine': 'Looking at this machine…',
  'welcome.sample': 'Rehearse the sample show',
  'welcome.sample.1': 'Hello! What do you have today?',
  'welcome.sample.2': 'How much is the longjing?',
  'welcome.sample.3': 'Which tea is good for a beginner?',
} as const;
