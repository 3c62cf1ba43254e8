/** What a studio is started with. Everything has a default that talks out of the box. */
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { EncoderWish } from '../contract/video-encoders.ts';
import type { SwapPolicy } from '../swap/types.ts';
import type { IdleChange, MusicChange } from '../quiet-time/create-quiet-time.ts';
import type { ProgrammeLook } from '../programme/protocol/control.ts';
import type { BitratePolicy } from './adaptive-bitrate.ts';

/** What quiet time begins with; a file or script that will not do fails the start, in words. */
export interface QuietTimeStart {
  readonly idle?: IdleChange;
  readonly music?: MusicChange;
}

export interface SlotConfig {
  readonly slotId: string;
  readonly engineId: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A place that is there and empty, until somebody switches an engine on in it. */
export interface OffSlotConfig {
  readonly slotId: string;
  readonly kind: EngineKind;
}

export interface StudioConfig {
  /** For this run only, instead of what is kept. */
  readonly quietTime?: QuietTimeStart;
  /** In order: a clause is spoken by the first tts slot whose engine has a voice for its language. */
  readonly slots: readonly SlotConfig[];
  readonly offSlots?: readonly OffSlotConfig[];
  readonly look: ProgrammeLook;
  /** Default: by size and frame rate. */
  readonly videoBitrateKbps?: number;
  readonly audioBitrateKbps: number;
  /** Of shows that name none; default 'auto'. */
  readonly encoder?: EncoderWish;
  /** What differs from the usual steps of the bitrate under congestion (adaptive-bitrate.ts). */
  readonly bitratePolicy?: Partial<BitratePolicy>;
  /** 0 = any free port. */
  readonly rtmpPort: number;
  readonly httpPort: number;
  /** What differs from the usual care (swap/default-policy.ts). */
  readonly swapPolicy?: Partial<SwapPolicy>;
  /** What all engines together may hold; default 60 % of the machine's memory. */
  readonly engineMemoryBytes?: number;
  /** So long an ear may take for one utterance before it is tried again; default 20 s. */
  readonly utteranceTimeoutMs?: number;
  /** A recording is closed in order when no more than this is free on its disk; default 256 MiB. Below 0: never, it ends when the disk is full. */
  readonly diskReserveBytes?: number;
}

/** `knowledgePath` is relative to the resources folder unless absolute. */
export const defaultConfig: StudioConfig = Object.freeze<StudioConfig>({
  slots: [
    { slotId: 'llm', engineId: 'faq', options: { knowledgePath: 'knowledge/tea-shop.yaml' } },
    { slotId: 'expression', engineId: 'lexicon', options: {} },
    { slotId: 'tts', engineId: 'flite', options: { voice: 'slt' } },
    { slotId: 'tts-more', engineId: 'espeak', options: {} },
    { slotId: 'face', engineId: 'puppet', options: {} },
  ],
  offSlots: [
    { slotId: 'enhance', kind: 'enhance' },
    { slotId: 'asr', kind: 'asr' },
  ],
  look: { background: 'studio', namePlate: 'Mira', captions: true, aiLabel: true },
  audioBitrateKbps: 160,
  rtmpPort: 19350,
  httpPort: 18000,
});

/** The same show with engines whose sound and picture can be decoded from any received stream. */
export const beaconConfig: StudioConfig = Object.freeze({
  ...defaultConfig,
  slots: [
    { slotId: 'llm', engineId: 'echo', options: {} },
    { slotId: 'expression', engineId: 'lexicon', options: {} },
    { slotId: 'tts', engineId: 'beacon-voice', options: {} },
    { slotId: 'face', engineId: 'beacon-face', options: {} },
  ],
  look: { background: 'studio', namePlate: '', captions: false, aiLabel: true },
});
