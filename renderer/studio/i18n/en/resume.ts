/** Words of: resume. */
export const resume = {
  'resume.title': 'The last show was cut off at {time}.',
  'resume.same': 'Take it up with the same format, {destinations}, recording {record}?',
  'resume.destinations': 'destinations {names}',
  'resume.no-destinations': 'no platform',
  'resume.record.on': 'on',
  'resume.record.off': 'off',
  'resume.left-out': 'Without {names}: their keys were not kept.',
  'resume.accept': 'Take it up',
  'resume.decline': 'No, it is over',
} as const;
