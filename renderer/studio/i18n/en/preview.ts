/** Words of: preview. */
export const preview = {
  'preview.label': 'Live preview',
  'preview.off.title': 'Off air',
  'preview.off.text':
    'Go live and the anchor appears here. The picture goes to the media server on this machine; OBS can take it from there.',
  'preview.starting': 'Starting the programme…',
  'preview.stopping': 'Ending the show…',
  'preview.connecting': 'Fetching the picture…',
  'preview.stalled': 'The preview stands still; reconnecting. The stream itself is not affected.',
  'preview.none': 'On air without a preview.',
  'preview.slate': 'Slate on air: the picture is being restarted',
  'preview.mute': 'Mute the preview',
  'preview.unmute': 'Hear the preview',
  'preview.slate.wanted': 'Slate on air',
  'preview.volume': 'Volume of the preview',
} as const;
