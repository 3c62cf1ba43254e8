/** What is known of an engine before it is loaded. Never trusted for what the loaded model can do: that is the signature. */
import type { UserMessage } from '../../contract/failure.ts';

export const engineKinds = ['asr', 'llm', 'expression', 'tts', 'face', 'enhance'] as const;
export type EngineKind = (typeof engineKinds)[number];

export interface EngineManifest {
  /** kebab-case, unique: 'faq', 'flite', 'puppet' … */
  readonly id: string;
  readonly kind: EngineKind;
  /** Name of the child entry (without extension): 'engine-flite'. */
  readonly entry: string;
  readonly title: UserMessage;
  readonly summary: UserMessage;
  /** SPDX of the engine with what it links. */
  readonly license: string;
  /** Shipped for tests and the CLI; hidden in the studio. */
  readonly test?: boolean;
  /** The app is complete without it (a separable package). */
  readonly optional?: boolean;
  /** Engine pack without which it cannot load; its folder is put into the options as `packDir`. */
  readonly pack?: string;
}
