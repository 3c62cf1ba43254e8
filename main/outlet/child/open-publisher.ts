/** The way out that an address asks for: RTMP and RTMPS by our own publisher, SRT by ffmpeg. */
import type { DestinationSpec } from '../protocol/control.ts';
import type { Publisher, PublisherOptions } from './publisher.ts';
import { openConnection } from './rtmp/connection.ts';
import { RtmpError } from './rtmp/rtmp-error.ts';
import { parseRtmpUrl, type RtmpTarget } from './rtmp/rtmp-url.ts';
import { openSrtConnection } from './srt/srt-connection.ts';
import { isSrtUrl, parseSrtUrl, type SrtTarget } from './srt/srt-url.ts';

type Spec = Pick<DestinationSpec, 'url' | 'streamKey' | 'extraCaPem' | 'srtFfmpegPath'>;

export type Target =
  | { readonly protocol: 'rtmp'; readonly target: RtmpTarget }
  | { readonly protocol: 'srt'; readonly target: SrtTarget; readonly ffmpegPath: string };

export type OpenPublisher = (target: Target, options: Omit<PublisherOptions, 'streamKey'> & { readonly spec: Spec }) => Publisher;

/** Throws RtmpError 'bad-url' or 'srt-unavailable'. */
export function resolveTarget(spec: Spec): Target {
  if (!isSrtUrl(spec.url)) return { protocol: 'rtmp', target: parseRtmpUrl(spec.url) };
  const target = parseSrtUrl(spec.url, spec.streamKey);
  if (spec.srtFfmpegPath === undefined) throw new RtmpError('srt-unavailable', 'the ffmpeg of this machine has no srt protocol');
  return { protocol: 'srt', target, ffmpegPath: spec.srtFfmpegPath };
}

export const openPublisher: OpenPublisher = (target, { spec, ...options }) => {
  const all = { ...options, streamKey: spec.streamKey };
  if (target.protocol === 'srt') return openSrtConnection({ ...all, target: target.target, ffmpegPath: target.ffmpegPath });
  return openConnection({ ...all, target: target.target, ...(spec.extraCaPem === undefined ? {} : { extraCaPem: spec.extraCaPem }) });
};

/** May the key be taken from one server to the other? Never out of an encrypted connection into a plain one. */
export function followable(from: Target, to: Target): boolean {
  if (from.protocol !== 'rtmp' || to.protocol !== 'rtmp') return false;
  return from.target.transport === 'tcp' || to.target.transport === 'tls';
}
