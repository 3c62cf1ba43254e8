/** What a spec does at a show that it drives by hand: types a line, and joins as a viewer. */
import path from 'node:path';
import type { DrivenApp } from '../../../bench/lib/drive-app.ts';
import { startViewer, type Viewer } from '../../integration/support/studio-on-air.ts';

export async function typeLine({ page }: DrivenApp, text: string): Promise<void> {
  await page.getByTestId('composer-input').fill(text);
  await page.getByTestId('composer-send').click();
}

let viewers = 0;
/** Each with a file of its own in the show's data folder. */
export function joinShow({ dataDir }: DrivenApp, rtmpUrl: string): Promise<Viewer> {
  viewers += 1;
  return startViewer(rtmpUrl, path.join(dataDir, `viewer-${viewers}.flv`));
}
