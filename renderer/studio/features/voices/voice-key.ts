/** A voice as one word, for selects and comparisons; and back. */
import type { VoiceRefView } from '../../../../main/api/contract/voices.ts';

export const voiceKey = ({ engineId, voiceId }: VoiceRefView): string => `${engineId}/${voiceId}`;

/** null: it is no key. Engine ids hold no slash. */
export function voiceOf(key: string | null): VoiceRefView | null {
  const at = key?.indexOf('/') ?? -1;
  return key === null || at < 1 ? null : { engineId: key.slice(0, at), voiceId: key.slice(at + 1) };
}
