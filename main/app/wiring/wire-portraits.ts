/** The portrait studio over real processes: pictures read, faces tried once, a sentence rendered with the voices that are on now. */
import path from 'node:path';
import { wordsIn } from '../../contract/failure.ts';
import { videoPresets } from '../../contract/media.ts';
import type { PictureLooker } from '../../contract/picture-looker.ts';
import { createPersonFinder } from '../../portraits/control/find-person.ts';
import { makeThumbnail, studyPicture } from '../../portraits/control/study-picture.ts';
import { defaultAnchorRect } from '../../programme/protocol/anchor-rect.ts';
import type { EngineFleet } from '../engine-fleet.ts';
import { createSpawner } from '../engine-spawner.ts';
import { createPortraitDesk, type PortraitDeskOptions } from '../portrait-desk.ts';
import { isMadeOf } from '../portrait-files.ts';
import { renderFile } from '../render-file.ts';
import type { StudioBase } from '../studio-base.ts';

export function wirePortraits(
  base: StudioBase,
  parts: { readonly fleet: EngineFleet; readonly looker: PictureLooker | undefined } & Pick<PortraitDeskOptions, 'choices' | 'isOnAir'>,
): ReturnType<typeof createPortraitDesk> {
  const { adapter, entriesDir, resourcesDir, dataDir, config, clock, logger, storage } = base;
  const { fleet, looker, choices, isOnAir } = parts;
  const reader = { adapter, entriesDir, clock, logger };
  const faces = createSpawner({ adapter, entriesDir, resourcesDir, clock, logger, manifests: fleet.manifests });
  return createPortraitDesk({
    dataDir,
    shippedThumbnailsDir: path.join(resourcesDir, 'thumbnails'),
    study: (request) => studyPicture(reader, request, looker),
    personFinder: createPersonFinder(reader, looker),
    makeThumbnail: (request) => makeThumbnail(reader, request),
    async tryFace(choice) {
      const instance = faces.spawn(choice, 'beside', defaultAnchorRect(videoPresets['720p']));
      try {
        await instance.whenReady();
      } finally {
        await instance.dispose();
      }
    },
    render(face, text, more) {
      // the voices and the feeling that are on now, with this face
      const others = fleet.router.slots.flatMap(({ id, kind, choice }) =>
        choice && (kind === 'tts' || kind === 'expression') ? [{ slotId: id, engineId: choice.engineId, options: choice.options }] : [],
      );
      const slots = [...others, { slotId: 'face', engineId: face.engineId, options: face.options }];
      const testConfig = { ...config, slots, offSlots: [], look: { ...config.look, namePlate: '' } };
      return renderFile({ texts: [text], preset: '720p', config: testConfig, adapter, entriesDir, resourcesDir, logger, ...more });
    },
    isOnAir,
    // the slots are filled by now; one that this run was not told to fill as it was may be filled so by the next
    isWanted: (folder) => [...fleet.router.slots, ...storage.slots.all()].some(({ choice }) => choice !== null && isMadeOf(choice, folder)),
    choices,
    wordsOf: wordsIn,
    now: () => clock.wallNow(),
    logger,
  });
}
