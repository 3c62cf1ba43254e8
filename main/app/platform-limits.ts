/**
 * What the platforms of a show ask of its one encode: the narrowest bitrate holds for all, also that of a platform which joins in mid-show, and is given back
 * when it leaves; a picture that lies the wrong way for a platform is said once. Knows names and numbers, no connection.
 */
import { destinationPresets, type DestinationPresetId } from '../contract/destination-presets.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { VideoFormat } from '../contract/media.ts';
import type { ShowEvent } from '../contract/show-events.ts';

export interface PlatformLimitsOptions {
  /** undefined: no show is on. */
  readonly video: () => VideoFormat | undefined;
  /** Of the kept destinations that this show sends to, or will. */
  readonly presets: () => readonly DestinationPresetId[];
  /** undefined: not a kept one. */
  readonly presetOf: (destinationId: string) => DestinationPresetId | undefined;
  readonly kbpsFor: (video: VideoFormat, presets: readonly DestinationPresetId[]) => number;
  /** `by`: whose limit it is; null = nobody's. */
  readonly limit: (videoKbps: number, by: UserMessage | null) => void;
  readonly notice: (message: UserMessage) => void;
}

export interface PlatformLimits {
  note(event: ShowEvent): void;
  /** The list of destinations has changed. */
  review(): void;
}

export function createPlatformLimits(options: PlatformLimitsOptions): PlatformLimits {
  let hinted = new Set<string>();

  function review(): void {
    const video = options.video();
    if (!video) return;
    const presets = options.presets();
    const kbps = options.kbpsFor(video, presets);
    options.limit(kbps, kbps < options.kbpsFor(video, []) ? narrowest(presets) : null);
  }

  function hint(destinationId: string): void {
    const video = options.video();
    const presetId = options.presetOf(destinationId);
    if (!video || presetId === undefined || hinted.has(destinationId)) return;
    hinted.add(destinationId);
    const words = shapeHint(presetId, video);
    if (words) options.notice(words);
  }

  return {
    review,
    note(event) {
      if (event.type === 'show' && event.state === 'starting') hinted = new Set();
      if (event.type !== 'destination') return;
      review();
      if (event.state === 'connecting') hint(event.destinationId);
    },
  };
}

function narrowest(presets: readonly DestinationPresetId[]): UserMessage | null {
  const limited = presets.map((id) => destinationPresets[id]).filter(({ maxKbps }) => maxKbps !== null);
  return limited.toSorted((a, b) => (a.maxKbps ?? 0) - (b.maxKbps ?? 0))[0]?.title ?? null;
}

/** null: it lies as that platform's viewers hold their screens. */
export function shapeHint(presetId: DestinationPresetId, { width, height }: VideoFormat): UserMessage | null {
  const { orientation, title } = destinationPresets[presetId];
  const shape = height > width ? 'vertical' : 'landscape';
  if (orientation === 'any' || orientation === shape) return null;
  return orientation === 'vertical'
    ? {
        en: `${title.en} shows upright pictures, and this show is landscape: viewers there see it small, between bars. Choose a vertical format for the next show if that is your main platform.`,
        zh: `${title.zh}以竖屏为主，而本场是横屏：那里的观众会看到上下黑边、画面较小。若它是主要平台，下次请选择竖屏格式。`,
      }
    : {
        en: `${title.en} shows landscape pictures, and this show is upright: viewers there see bars at both sides. Choose a landscape format for the next show if that is your main platform.`,
        zh: `${title.zh}以横屏为主，而本场是竖屏：那里的观众会看到左右黑边。若它是主要平台，下次请选择横屏格式。`,
      };
}
