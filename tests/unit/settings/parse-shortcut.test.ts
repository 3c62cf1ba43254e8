/** Which combinations may be given to the studio in every program, and how a key press becomes one. */
import { assert, boolean, constantFrom, property, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShortcut, shortcutModifiers, shortcutOfPress, suggestedShortcuts } from '../../../main/contract/shortcuts.ts';

describe('parseShortcut', () => {
  it.each([
    ['ctrl+alt+p', 'Ctrl+Alt+P'],
    [' Option + Control + 7 ', 'Ctrl+Alt+7'],
    ['Shift+Command+F5', 'Shift+Super+F5'],
    ['F13', 'F13'],
    ['f24', 'F24'],
    ['Shift+Ctrl+C', 'Ctrl+Shift+C'],
    ['alt+num4', 'Alt+num4'],
    ['Ctrl+Alt+pageup', 'Ctrl+Alt+PageUp'],
  ])('reads %s as %s', (text, accelerator) => {
    expect(parseShortcut(text)).toMatchObject({ valid: true, accelerator });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['Ctrl+Alt', 'no-key'],
    ['Ctrl+A+B', 'two-keys'],
    ['Ctrl+Control+A', 'two-keys'],
    ['Ctrl+Ä', 'unknown-key'],
    ['Ctrl++', 'unknown-key'],
    ['Ctrl+Escape', 'unknown-key'],
    ['P', 'needs-modifier'],
    ['Shift+P', 'needs-modifier'],
    ['F5', 'needs-modifier'],
    ['Shift+F12', 'needs-modifier'],
    ['Ctrl+C', 'reserved'],
    ['Cmd+Q', 'reserved'],
    ['Alt+F4', 'reserved'],
    ['Ctrl+Alt+Delete', 'reserved'],
  ])('refuses %j: %s', (text, fault) => {
    expect(parseShortcut(text)).toEqual({ valid: false, fault });
  });

  it('reads its own spelling as itself, whatever the order', () => {
    assert(
      property(
        subarray(['Ctrl', 'Alt', 'Super'], { minLength: 2 }),
        boolean(),
        constantFrom('A', 'Z', '0', 'F1', 'Space', 'Left'),
        (held, shift, key) => {
          const first = parseShortcut([key, ...held.toReversed(), ...(shift ? ['Shift'] : [])].join('+'));
          if (!first.valid) return first.fault === 'reserved';
          expect(parseShortcut(first.accelerator)).toEqual(first);
          expect(first.modifiers).toEqual(shortcutModifiers.filter((one) => first.modifiers.includes(one)));
          return true;
        },
      ),
    );
  });

  it('takes what it suggests, each once', () => {
    const all = Object.values(suggestedShortcuts);
    for (const keys of all) expect(parseShortcut(keys)).toMatchObject({ valid: true, accelerator: keys });
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('shortcutOfPress', () => {
  const press = (code: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey', boolean>> = {}) =>
    shortcutOfPress({ code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held });

  it.each(['ControlLeft', 'AltRight', 'ShiftLeft', 'MetaLeft', 'OSLeft'])('waits while only %s is held', (code) => {
    expect(press(code, { ctrlKey: true })).toBeNull();
  });

  it.each([
    ['KeyP', { ctrlKey: true, altKey: true }, 'Ctrl+Alt+P'],
    ['Digit1', { altKey: true, shiftKey: true }, 'Alt+Shift+1'],
    ['Numpad7', { ctrlKey: true }, 'Ctrl+num7'],
    ['ArrowUp', { metaKey: true }, 'Super+Up'],
    ['F13', {}, 'F13'],
    ['PageDown', { ctrlKey: true }, 'Ctrl+PageDown'],
  ] as const)('%s with %j is %s', (code, held, text) => {
    expect(press(code, held)).toBe(text);
    expect(parseShortcut(text)).toMatchObject({ valid: true });
  });

  it('leaves it to the parser to say that a key will not do', () => {
    expect(parseShortcut(press('IntlBackslash', { ctrlKey: true }) ?? '')).toEqual({ valid: false, fault: 'unknown-key' });
  });
});
