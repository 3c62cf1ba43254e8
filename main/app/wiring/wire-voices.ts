/** Who speaks what: the voice desk over the engines that are there, its settings kept where this run keeps any. */
import type { EngineChoice } from '../../engines/contract/choice.ts';
import type { EngineFleet } from '../engine-fleet.ts';
import type { StudioBase } from '../studio-base.ts';
import { createVoiceDesk, type VoiceDesk } from '../voice-desk.ts';
import { createVoicePreviewer } from '../voice-preview.ts';

export function wireVoices(
  { clock, logger, storage, events }: StudioBase,
  parts: { readonly fleet: EngineFleet; readonly choices: () => readonly EngineChoice[]; readonly remember: boolean },
): VoiceDesk {
  const { fleet, choices, remember } = parts;
  return createVoiceDesk({
    router: fleet.router,
    faceSlot: fleet.faceSlot,
    manifests: fleet.manifests,
    choices,
    previewer: createVoicePreviewer({ swaps: fleet.swaps, clock, logger }),
    kept: remember ? storage.settings.get('voices') : undefined,
    keep: (settings) => {
      if (remember) storage.settings.set('voices', settings);
    },
    onChange: events.changed,
    tell: events.notice,
  });
}
