/** What the handlers need of voices. Answers in words where something cannot be done. */
import type { Emotion, Lang, Reading } from '../contract/speech.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { DoneView } from './contract/engines.ts';
import type { VoiceRefView, VoicesView, VoiceTuningView } from './contract/voices.ts';

export interface VoicePreviewOrder extends VoiceRefView {
  readonly lang: Lang;
  readonly text?: string | undefined;
  readonly tuning?: VoiceTuningView | undefined;
  readonly emotion: Emotion;
}

export type VoicePreview =
  | { readonly done: true; readonly wavBase64: string; readonly sampleRate: number; readonly durationMs: number; readonly text: string }
  | { readonly done: false; readonly words: UserMessage };

export interface VoicesPort {
  list(): VoicesView;
  preview(order: VoicePreviewOrder, signal?: AbortSignal): Promise<VoicePreview>;
  tune(voice: VoiceRefView, tuning: VoiceTuningView): DoneView;
  setDefault(lang: Lang, voice: VoiceRefView | null): DoneView;
  setAnchorVoice(choiceId: string, voice: VoiceRefView | null): DoneView;
  putReading(entry: Reading): DoneView;
  removeReading(entry: Pick<Reading, 'lang' | 'word'>): DoneView;
}
