/**
 * The keys that work in every program: which are set, that no two are the same, that the system gave them to the studio, and what they do.
 * A key's outcome is told by a notice where it was refused, since nobody may be looking at the window.
 */
import type { ModelsView } from '../api/contract/engines.ts';
import type { ShortcutsView } from '../api/contract/settings.ts';
import type { ShortcutsPort } from '../api/settings-port.ts';
import type { Air, SlateId } from '../contract/air.ts';
import type { UserMessage } from '../contract/failure.ts';
import { parseShortcut, shortcutActions, type ShortcutAction } from '../contract/shortcuts.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import type { SettingStore } from '../storage/stores/setting-store.ts';
import { actionNames, shortcutMessages as words } from './shortcut-messages.ts';

/** The system's side of it: the app's shell has one, the command line none. */
export interface GlobalKeys {
  /** false: another program has it. Never throws. */
  register(accelerator: string, onPress: () => void): boolean;
  unregister(accelerator: string): void;
}

type Answer = { readonly done: true } | { readonly done: false; readonly words: UserMessage };

/** What the keys may do; the same as a click in the window. */
export interface ShortcutTargets {
  panic(): Promise<Answer>;
  slate(slate: SlateId | null): Promise<Answer>;
  silence(): Promise<unknown>;
  air(): Pick<Air, 'phase' | 'slate'>;
  models(): Pick<ModelsView, 'slots' | 'choices'>;
  swap(slotId: string, choiceId: string): { readonly accepted: true } | { readonly accepted: false; readonly words: UserMessage };
}

export interface ShortcutDeskOptions {
  readonly keys?: GlobalKeys | undefined;
  readonly settings: SettingStore;
  readonly targets: ShortcutTargets;
  readonly notice: (message: UserMessage) => void;
  readonly logger: Logger;
}

export interface ShortcutDesk extends ShortcutsPort, Disposable {
  /** As if the keys were pressed. Never rejects. */
  press(action: ShortcutAction): Promise<void>;
}

const settingName = 'shortcuts';

export function createShortcutDesk(options: ShortcutDeskOptions): ShortcutDesk {
  const { keys, settings, targets, logger } = options;
  const set = readKept(settings.get(settingName));
  const taken = new Set<ShortcutAction>();

  const press = async (action: ShortcutAction): Promise<void> => {
    logger.info('a shortcut was pressed', { action });
    try {
      const refused = await run(action, targets);
      if (refused) options.notice(words.refused(actionNames[action], refused));
    } catch (error) {
      logger.error('a shortcut failed', { action, error });
      options.notice(words.failed(actionNames[action]));
    }
  };
  const register = (action: ShortcutAction, accelerator: string): boolean => keys?.register(accelerator, () => void press(action)) ?? false;

  if (keys)
    for (const [action, accelerator] of set)
      if (!register(action, accelerator)) {
        taken.add(action);
        options.notice(words.takenAtStart(accelerator, actionNames[action]));
      }

  const targetOf = (action: ShortcutAction): UserMessage | null => {
    const number = faceNumber(action);
    return number === null || !keys ? null : (facesOf(targets.models())[number - 1]?.title ?? null);
  };
  const view = (): ShortcutsView => ({
    keys: keys ? 'there' : 'none',
    items: shortcutActions.map((action) => ({
      action,
      accelerator: set.get(action) ?? null,
      state: !set.has(action) ? 'off' : taken.has(action) || !keys ? 'taken' : 'on',
      target: targetOf(action),
    })),
  });
  const keep = (): void => settings.set(settingName, Object.fromEntries(set));
  const free = (action: ShortcutAction): void => {
    const held = set.get(action);
    if (held !== undefined && !taken.has(action)) keys?.unregister(held);
    taken.delete(action);
    set.delete(action);
  };

  return {
    view,
    press,
    set(action, accelerator) {
      if (!keys) return { done: false, words: words.noDesktop };
      if (accelerator === null) {
        free(action);
        keep();
        return { done: true, shortcuts: view() };
      }
      const parsed = parseShortcut(accelerator);
      if (!parsed.valid) return { done: false, words: words.faults[parsed.fault] };
      const other = [...set].find(([of, held]) => of !== action && held === parsed.accelerator);
      if (other) return { done: false, words: words.sameAs(parsed.accelerator, actionNames[other[0]]) };
      if (set.get(action) === parsed.accelerator && !taken.has(action)) return { done: true, shortcuts: view() };
      // the old one is kept until the new one is ours
      if (!register(action, parsed.accelerator)) return { done: false, words: words.taken(parsed.accelerator) };
      free(action);
      set.set(action, parsed.accelerator);
      keep();
      return { done: true, shortcuts: view() };
    },
    dispose() {
      for (const [action, accelerator] of set) if (!taken.has(action)) keys?.unregister(accelerator);
    },
  };
}

/** What was refused, in words; null: done. */
async function run(action: ShortcutAction, targets: ShortcutTargets): Promise<UserMessage | null> {
  const number = faceNumber(action);
  if (number !== null) {
    const { slots } = targets.models();
    const face = facesOf(targets.models())[number - 1];
    const slot = slots.find(({ kind }) => kind === 'face');
    if (!face || !slot) return words.noFace(number);
    if (slot.active?.choiceId === face.choiceId) return null;
    const answer = targets.swap(slot.slotId, face.choiceId);
    return answer.accepted ? null : answer.words;
  }
  if (action === 'silence') {
    await targets.silence();
    return null;
  }
  const { slate } = targets.air();
  const answer = await (action === 'panic' ? targets.panic() : targets.slate(slate === null ? 'back-soon' : null));
  return answer.done ? null : answer.words;
}

/** The faces as the Cast screen numbers them: those that could come on. */
const facesOf = ({ choices }: Pick<ModelsView, 'choices'>): readonly ModelsView['choices'][number][] =>
  choices.filter(({ kind, missingPack }) => kind === 'face' && missingPack === null);

const faceNumber = (action: ShortcutAction): number | null => {
  const number = /^anchor-(\d)$/.exec(action)?.[1];
  return number === undefined ? null : Number(number);
};

/** What was kept by another version, or by hand, is looked at once more. */
function readKept(kept: unknown): Map<ShortcutAction, string> {
  const set = new Map<ShortcutAction, string>();
  if (typeof kept !== 'object' || kept === null) return set;
  for (const action of shortcutActions) {
    const text = (kept as Record<string, unknown>)[action];
    const parsed = typeof text === 'string' ? parseShortcut(text) : null;
    if (parsed?.valid && ![...set.values()].includes(parsed.accelerator)) set.set(action, parsed.accelerator);
  }
  return set;
}
