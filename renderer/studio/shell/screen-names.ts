/** The screens of the studio, in the order of the navigation and of Ctrl+1..6. */
export const screenNames = ['on-air', 'cast', 'models', 'destinations', 'monitor', 'settings'] as const;
export type ScreenName = (typeof screenNames)[number];

/** Ctrl (Mac: Command) and a digit, and nothing else held. null: not one of ours. Pure. */
export function screenOfKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): ScreenName | null {
  if (event.altKey || event.shiftKey || event.ctrlKey === event.metaKey) return null;
  return /^[1-9]$/.test(event.key) ? (screenNames[Number(event.key) - 1] ?? null) : null;
}
