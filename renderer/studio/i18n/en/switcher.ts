/** Words of: switcher. */
export const switcher = {
  'switcher.label': 'Switch engines',
  'switcher.open': 'Switch…',
  'switcher.none': 'Nothing else can stand here.',
  'switcher.missing': 'Its engine pack is not installed: see Models.',
  'switcher.at-once': 'Loaded already: takes over at once.',
  'switcher.loading': 'Loading {name}',
  'switcher.stop': 'Give up',
  'switcher.undo': 'Back to {name}',
  'switcher.when.asr': 'Loads beside; hears from the next utterance on',
  'switcher.when.llm': 'Loads beside; gives the next answer',
  'switcher.when.expression': 'Loads beside; takes over at the next sentence',
  'switcher.when.tts': 'Loads beside; speaks from the next sentence on',
  'switcher.when.face': 'Loads beside; the picture fades over to it',
  'switcher.when.enhance': 'Loads beside; from the next frame on',
  'switcher.when.off-air': 'Off air: as soon as it is loaded',
} as const;
