/** What the handlers need of the destinations. Answers in words where something cannot be done; throws only for a fault of the studio. */
import type { DestinationPresetId } from '../contract/destination-presets.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { DoneView } from './contract/engines.ts';
import type { PreflightView, ShowFormatInput } from './contract/destinations.ts';

type Refused = { readonly done: false; readonly words: UserMessage };
export interface DestinationDraftInput {
  readonly presetId: DestinationPresetId;
  readonly title: string;
  readonly url: string;
  readonly streamKey: string;
}

export interface DestinationsPort {
  add(
    draft: DestinationDraftInput & { readonly keep: 'keychain' | 'plain-file' | 'this-run' },
  ): Promise<{ readonly done: true; readonly destinationId: string } | Refused>;
  remove(destinationId: string): Promise<DoneView>;
  start(destinationId: string): Promise<DoneView>;
  stop(destinationId: string): Promise<DoneView>;
  preflight(
    of: ({ readonly destinationId: string } | DestinationDraftInput) & { readonly format?: ShowFormatInput | undefined },
  ): Promise<PreflightView | Refused>;
}
