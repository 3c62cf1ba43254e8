/** Where a show goes: the kept destinations over the secret store and the pre-flight; what the doors ask of them has its keys made known to the redactor first. */
import path from 'node:path';
import type { DestinationsPort } from '../../api/destinations-port.ts';
import { adoptDestinationFile } from '../../destinations/adopt-destination-file.ts';
import { createDestinationDesk, type DestinationDesk } from '../../destinations/create-destination-desk.ts';
import { wordsIn } from '../../contract/failure.ts';
import { videoFormat } from '../../contract/media.ts';
import type { ShowOptions } from '../../api/contract/studio.ts';
import { describeAddress } from '../describe-address.ts';
import { maxQueueBytes } from '../own-destinations.ts';
import { createPreflight, createSrtProbe, withLimits } from '../preflight-desk.ts';
import type { StudioBase } from '../studio-base.ts';

export interface WiredDestinations {
  readonly desk: DestinationDesk;
  readonly port: DestinationsPort;
  /** undefined: the ffmpeg of this machine has no SRT. */
  readonly srtFfmpegPath: () => Promise<string | undefined>;
}

export async function wireDestinations(
  base: StudioBase,
  parts: {
    /** What is on air, if anything is. */
    readonly onAir: () => ShowOptions | undefined;
    readonly onRemoved: () => void;
  },
): Promise<WiredDestinations> {
  const { adapter, entriesDir, dataDir, config, clock, logger, redactor, secrets, state, storage, events } = base;
  const srtFfmpegPath = createSrtProbe();
  await adoptDestinationFile(path.join(dataDir, 'destinations.json'), storage.destinations, storage.keeps, logger);
  const desk = createDestinationDesk({
    store: storage.destinations,
    secret: (name) => secrets.get(name),
    keepSecret: (name, value, place) => secrets.set(name, value, place),
    dropSecret: (name) => secrets.delete(name),
    srtFfmpegPath,
    preflight: createPreflight({ adapter, entriesDir, dataDir, config, clock, logger }),
    wordsOf: wordsIn,
    onListed(records) {
      state.listDestinations(
        records.map(({ id, presetId, title, url, wanted }) => ({ id, presetId, title, wanted, label: describeAddress(url) })),
      );
      events.changed();
    },
    maxQueueBytes,
    logger,
  });
  return {
    desk,
    srtFfmpegPath,
    port: {
      add: async (draft) => {
        redactor.register(draft.streamKey);
        return desk.add(draft);
      },
      async remove(id) {
        const answer = await desk.remove(id);
        parts.onRemoved();
        return answer;
      },
      start: (id) => desk.start(id),
      stop: (id) => desk.stop(id),
      async preflight(of) {
        if ('streamKey' in of) redactor.register(of.streamKey);
        const format = parts.onAir() ?? of.format;
        const video = videoFormat(format?.preset ?? '720p', format?.fps);
        const report = await desk.preflight(of, video);
        if ('done' in report) return report;
        const presetId = 'presetId' in of ? of.presetId : state.presetOf(of.destinationId);
        return withLimits(report, { video, presetId }, config);
      },
    },
  };
}
