/** Which voice speaks a language: the anchor's own, the language's default, else the first slot that can. Only what is loaded counts. Pure. */
import type { SlotId } from '../contract/ids.ts';
import type { Lang } from '../contract/speech.ts';
import type { EngineSignature, VoiceInfo } from '../engines/contract/signature.ts';
import { sameVoice, type VoiceRef, type VoiceWish } from './types.ts';

/** A tts slot as it stands. */
export interface VoiceSlot {
  readonly slotId: SlotId;
  readonly engineId: string;
  readonly choiceId: string | null;
  /** The slot's own. */
  readonly voiceId: string | undefined;
  readonly signature: EngineSignature | undefined;
  readonly state: string;
}

export interface CastVoice extends VoiceRef {
  readonly slotId: SlotId;
  readonly by: 'anchor' | 'default' | 'slot';
}

/** Why a wish does not count now. */
export type WishState = 'counts' | 'not-loaded' | 'switched';

export function voicesFor(signature: EngineSignature | undefined, lang: Lang): readonly VoiceInfo[] {
  if (signature?.kind !== 'tts') return [];
  return lang === 'und'
    ? signature.voices
    : signature.voices.filter(({ languages }) => languages.includes(lang) || languages.includes('*'));
}

/** What an engine speaks a language with when nothing else is said. */
export const firstVoice = (signature: EngineSignature | undefined, lang: Lang): string | undefined => voicesFor(signature, lang)[0]?.id;

export function judgeWish(
  wish: VoiceWish,
  lang: Lang,
  slots: readonly VoiceSlot[],
): { readonly state: WishState; readonly slotId?: SlotId } {
  const able = slots.filter(
    (slot) =>
      slot.state === 'ready' &&
      slot.engineId === wish.engineId &&
      voicesFor(slot.signature, lang).some(({ id }) => sameVoice({ engineId: slot.engineId, voiceId: id }, wish)),
  );
  const slot = able.find(({ choiceId }) => wish.over === null || choiceId === wish.over);
  if (slot) return { state: 'counts', slotId: slot.slotId };
  return { state: able.length > 0 ? 'switched' : 'not-loaded' };
}

export function castVoice(
  lang: Lang,
  slots: readonly VoiceSlot[],
  wishes: { readonly anchor?: VoiceWish | undefined; readonly byDefault?: VoiceWish | undefined },
): CastVoice | undefined {
  for (const [by, wish] of [
    ['anchor', wishes.anchor],
    ['default', wishes.byDefault],
  ] as const) {
    const slotId = wish && judgeWish(wish, lang, slots).slotId;
    if (wish && slotId !== undefined) return { slotId, engineId: wish.engineId, voiceId: wish.voiceId, by };
  }
  for (const { slotId, engineId, voiceId, signature, state } of slots) {
    const said = voiceId ?? firstVoice(signature, lang);
    if (state === 'ready' && said !== undefined && voicesFor(signature, lang).length > 0)
      return { slotId, engineId, voiceId: said, by: 'slot' };
  }
  return undefined;
}
