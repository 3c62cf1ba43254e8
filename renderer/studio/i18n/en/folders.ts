/** Words of: folders. */
export const folders = {
  'folders.title': 'Folders',
  'folders.recordings': 'Recordings',
  'folders.next': 'Recordings of the next show',
  'folders.data': 'Data',
  'folders.data.text': 'Database, logs, shows, engine packs and your pictures.',
  'folders.open': 'Open',
  'folders.open.recordings': 'Open the folder of recordings',
  'folders.open.data': 'Open the data folder',
  'folders.choose': 'Choose…',
  'folders.reset': 'Back to the usual one',
  'folders.on-air': 'A show is on: another folder holds from the next show.',
  'folders.free': '{size} free',
} as const;
