/** What a studio page may ask of the system: to copy an address, and, in the studio window, the microphone alone while listening is turned on. Whose page it is, is judged elsewhere. */
export interface WantedPermission {
  readonly permission: string;
  readonly window: 'studio' | 'other';
  /** With 'media': what of it is wanted ('audio', 'video', 'unknown'). */
  readonly media: readonly string[];
}

export function judgePermission({ permission, window, media }: WantedPermission, mayListen: () => boolean): 'granted' | 'refused' {
  if (permission === 'clipboard-sanitized-write') return 'granted';
  const microphoneOnly = permission === 'media' && media.length > 0 && media.every((one) => one === 'audio');
  return microphoneOnly && window === 'studio' && mayListen() ? 'granted' : 'refused';
}
