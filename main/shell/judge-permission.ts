/** What a studio page may ask of the system: to copy an address, and the microphone alone while listening is turned on. Whose page it is, is judged elsewhere. */
export interface WantedPermission {
  readonly permission: string;
  /** With 'media': what of it is wanted ('audio', 'video', 'unknown'). */
  readonly media: readonly string[];
}

export function judgePermission({ permission, media }: WantedPermission, mayListen: () => boolean): 'granted' | 'refused' {
  if (permission === 'clipboard-sanitized-write') return 'granted';
  const microphoneOnly = permission === 'media' && media.length > 0 && media.every((one) => one === 'audio');
  return microphoneOnly && mayListen() ? 'granted' : 'refused';
}
