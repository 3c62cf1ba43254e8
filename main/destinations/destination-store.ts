/** A destination as it is kept, and the port to where it is kept. Never a key: that is a secret by name. */
import type { DestinationPresetId } from '../contract/destination-presets.ts';
import type { DestinationId } from '../contract/ids.ts';

export interface DestinationRecord {
  readonly id: DestinationId;
  readonly presetId: DestinationPresetId;
  readonly title: string;
  /** Without its query string, which may hold a token. */
  readonly url: string;
  /** 'on': it starts with the show. */
  readonly wanted: 'on' | 'off';
  /** Names in the secret store; null = there is none. */
  readonly keySecret: string | null;
  readonly querySecret: string | null;
}

export interface DestinationStore {
  /** In the order in which they were added. */
  list(): Promise<readonly DestinationRecord[]>;
  /** Adds it, or replaces the one of the same id. */
  put(record: DestinationRecord): Promise<void>;
  remove(id: DestinationId): Promise<void>;
}
