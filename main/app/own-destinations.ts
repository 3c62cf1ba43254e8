/** The destinations that belong to one show (its wish names them with their keys; nothing of them is kept): each joins the outlet under its number. */
import type { ShowOptions } from '../api/contract/studio.ts';
import { asDestinationId } from '../contract/ids.ts';
import type { Outlet } from '../outlet/control/create-outlet.ts';

/** What waits for a slow platform at most. */
export const maxQueueBytes = 8 * 1024 * 1024;

export async function joinOwnDestinations(
  outlet: Pick<Outlet, 'addDestination'>,
  destinations: ShowOptions['destinations'],
  findSrtFfmpeg: () => Promise<string | undefined>,
): Promise<void> {
  for (const [index, { url, streamKey, caPem }] of destinations.entries()) {
    const srtFfmpegPath = /^srt:/i.test(url) ? await findSrtFfmpeg() : undefined;
    await outlet.addDestination({
      id: asDestinationId(`destination-${index + 1}`),
      url,
      streamKey,
      maxQueueBytes,
      ...(caPem === undefined ? {} : { extraCaPem: caPem }),
      ...(srtFfmpegPath === undefined ? {} : { srtFfmpegPath }),
    });
  }
}
