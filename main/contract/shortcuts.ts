/** Keys that work while another program is in front: what they do, and which combinations may be given to them. Pure; the window records, main registers, both judge by this. */
export const shortcutActions = [
  'panic',
  'slate',
  'silence',
  'anchor-1',
  'anchor-2',
  'anchor-3',
  'anchor-4',
  'anchor-5',
  'anchor-6',
  'anchor-7',
  'anchor-8',
  'anchor-9',
] as const;
export type ShortcutAction = (typeof shortcutActions)[number];

/** In the order in which they are written. 'Super' is the Windows or Command key. */
export const shortcutModifiers = ['Ctrl', 'Alt', 'Shift', 'Super'] as const;
export type ShortcutModifier = (typeof shortcutModifiers)[number];

export type ShortcutFault =
  | 'empty'
  /** More than one key, or one modifier twice. */
  | 'two-keys'
  | 'no-key'
  | 'unknown-key'
  /** Typing it in any program would set it off. */
  | 'needs-modifier'
  /** Other programs live by it: copy, paste, undo, close… */
  | 'reserved';

export type ParsedShortcut =
  | {
      readonly valid: true;
      /** In one spelling, so that two that are the same read the same: 'Ctrl+Alt+P'. */
      readonly accelerator: string;
      readonly modifiers: readonly ShortcutModifier[];
      readonly key: string;
    }
  | { readonly valid: false; readonly fault: ShortcutFault };

const modifierNames: Readonly<Record<string, ShortcutModifier>> = {
  ctrl: 'Ctrl',
  control: 'Ctrl',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
  cmd: 'Super',
  command: 'Super',
};
const namedKeys = ['Space', 'Insert', 'Delete', 'Home', 'End', 'PageUp', 'PageDown', 'Up', 'Down', 'Left', 'Right', 'Backspace'] as const;
const keyNames = new Map<string, string>([
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', (key) => [key.toLowerCase(), key] as const),
  ...Array.from({ length: 24 }, (_, index) => [`f${index + 1}`, `F${index + 1}`] as const),
  ...Array.from({ length: 10 }, (_, index) => [`num${index}`, `num${index}`] as const),
  ...namedKeys.map((key) => [key.toLowerCase(), key] as const),
]);
/** Beside every Ctrl+letter and Super+letter, which belong to whatever program is in front. */
const reserved = new Set(['Alt+F4', 'Alt+Space', 'Ctrl+Alt+Delete', 'Ctrl+Alt+Backspace', 'Ctrl+Shift+Z', 'Ctrl+Shift+T']);

/** From 'ctrl+alt+p' or 'Control + Option + P' to one spelling, or why it may not be used. */
export function parseShortcut(text: string): ParsedShortcut {
  const parts = text.split('+').map((part) => part.trim());
  if (text.trim() === '') return { valid: false, fault: 'empty' };
  const modifiers = new Set<ShortcutModifier>();
  let key: string | undefined;
  for (const part of parts) {
    const modifier = modifierNames[part.toLowerCase()];
    if (modifier !== undefined) {
      if (modifiers.has(modifier)) return { valid: false, fault: 'two-keys' };
      modifiers.add(modifier);
      continue;
    }
    const known = keyNames.get(part.toLowerCase());
    if (known === undefined) return { valid: false, fault: 'unknown-key' };
    if (key !== undefined) return { valid: false, fault: 'two-keys' };
    key = known;
  }
  if (key === undefined) return { valid: false, fault: 'no-key' };
  const held = shortcutModifiers.filter((modifier) => modifiers.has(modifier));
  const accelerator = [...held, key].join('+');
  // F13 and up are on macro pads and stream decks alone: nobody types them
  const typed = !/^F(1[3-9]|2[0-4])$/.test(key);
  if (typed && !held.some((modifier) => modifier !== 'Shift')) return { valid: false, fault: 'needs-modifier' };
  const loneCommand = held.length === 1 && (held[0] === 'Ctrl' || held[0] === 'Super') && /^[A-Z]$/.test(key);
  if (loneCommand || reserved.has(accelerator)) return { valid: false, fault: 'reserved' };
  return { valid: true, accelerator, modifiers: held, key };
}

/** What of a key press is needed; `code` is the place of the key, so it is the same on every layout. */
export interface KeyPress {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** The combination that is pressed, as text for `parseShortcut`; null while only modifiers are held. */
export function shortcutOfPress(press: KeyPress): string | null {
  if (/^(Control|Alt|Shift|Meta|OS)(Left|Right)?$/.test(press.code)) return null;
  const key = press.code
    .replace(/^Key(?=[A-Z]$)/, '')
    .replace(/^Digit(?=\d$)/, '')
    .replace(/^Numpad(?=\d$)/, 'num')
    .replace(/^Arrow/, '');
  const held = [press.ctrlKey && 'Ctrl', press.altKey && 'Alt', press.shiftKey && 'Shift', press.metaKey && 'Super'];
  return [...held.filter((modifier) => modifier !== false), key].join('+');
}

/** What a streamer may take with one click: on a free pair of modifiers, far from what programs use. */
export const suggestedShortcuts: Readonly<Partial<Record<ShortcutAction, string>>> = {
  panic: 'Ctrl+Alt+Shift+P',
  slate: 'Ctrl+Alt+Shift+B',
  silence: 'Ctrl+Alt+Shift+M',
};
