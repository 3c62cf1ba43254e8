/** Prints where the picture can be had, for whoever started the studio in a terminal. */
import type { StudioPort } from '../api/studio-port.ts';

/** One line per address, again when it changes. */
export function announceAddresses(studio: Pick<StudioPort, 'snapshot' | 'onChange'>): void {
  const printed = { preview: '', rtmp: '' };
  const announce = (): void => {
    const { previewUrl, rtmpUrl } = studio.snapshot().show;
    for (const [name, url] of [
      ['preview', previewUrl],
      ['rtmp', rtmpUrl],
    ] as const) {
      if (url === null || printed[name] === url) continue;
      printed[name] = url;
      process.stdout.write(`${name.padEnd(8)} ${url}\n`);
    }
  };
  studio.onChange(announce);
  announce();
}
