/** What each slot is filled with at the start: what was wanted last, where this build can; else what the configuration says. Pure. */
import { asSlotId, type SlotId } from '../contract/ids.ts';
import type { UserMessage } from '../contract/failure.ts';
import { builtInChoices, testChoices } from '../engines/catalog/choices.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineKind, EngineManifest } from '../engines/contract/manifest.ts';
import { appMessages } from './messages.ts';
import type { OffSlotConfig, SlotConfig } from './studio-config.ts';

export interface WantedFilling {
  readonly slotId: SlotId;
  /** null = off. */
  readonly choice: EngineChoice | null;
}

export interface Filling {
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  /** null = the slot is off. */
  readonly choice: EngineChoice | null;
  /** It was wanted otherwise, and why that cannot be. */
  readonly words?: UserMessage;
}

/** A slot whose configured engine is not part of this build is left out: nobody can say of which kind it is. */
export function fillSlots(
  { slots, offSlots }: { readonly slots: readonly SlotConfig[]; readonly offSlots: readonly OffSlotConfig[] },
  manifests: ReadonlyMap<string, EngineManifest>,
  wanted: readonly WantedFilling[],
): readonly Filling[] {
  const filled = slots.flatMap((config): readonly Filling[] => {
    const slotId = asSlotId(config.slotId);
    const manifest = manifests.get(config.engineId);
    if (!manifest) return [];
    const { kind } = manifest;
    const usual: Filling = { slotId, kind, choice: choiceFor(config, manifest) };
    const wish = wanted.find((one) => one.slotId === slotId);
    if (!wish) return [usual];
    if (wish.choice === null) return [{ slotId, kind, choice: null }];
    if (manifests.get(wish.choice.engineId)?.kind === kind) return [{ slotId, kind, choice: wish.choice }];
    return [{ ...usual, words: appMessages.wantedIsGone(wish.choice.title, usual.choice?.title ?? manifest.title) }];
  });
  const off = offSlots
    .filter(({ slotId }) => !filled.some((one) => one.slotId === asSlotId(slotId)))
    .map(({ slotId, kind }): Filling => {
      const wish = wanted.find((one) => one.slotId === asSlotId(slotId))?.choice ?? null;
      return { slotId: asSlotId(slotId), kind, choice: wish && manifests.get(wish.engineId)?.kind === kind ? wish : null };
    });
  return [...filled, ...off];
}

/** A slot of the configuration as a choice: the known one that says the same, or one of its own. */
export function choiceFor({ slotId, engineId, options }: SlotConfig, manifest: EngineManifest): EngineChoice {
  const same = [...builtInChoices, ...testChoices].find(
    (choice) => choice.engineId === engineId && JSON.stringify(choice.options) === JSON.stringify(options),
  );
  return same ?? { choiceId: `${slotId}-${engineId}`, engineId, title: manifest.title, options };
}
