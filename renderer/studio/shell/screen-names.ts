/** The screens of the studio, in the order of the navigation and of Ctrl+1..7. */
export const screenNames = ['on-air', 'cast', 'models', 'destinations', 'knowledge', 'monitor', 'settings'] as const;
export type ScreenName = (typeof screenNames)[number];

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Ctrl (Mac: Command) and a digit, and nothing else held. null: not one of ours. Pure. */
export function screenOfKey(event: Key): ScreenName | null {
  if (event.altKey || event.shiftKey || event.ctrlKey === event.metaKey) return null;
  return /^[1-9]$/.test(event.key) ? (screenNames[Number(event.key) - 1] ?? null) : null;
}
