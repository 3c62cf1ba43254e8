/** Owns what is laid around the face: background, plates and the caption of the moment. Has them drawn ahead, and puts them on the canvas. */
import type { VideoFormat } from '../../../contract/media.ts';
import { defaultAnchorRect } from '../../protocol/anchor-rect.ts';
import type { ProgrammeLook } from '../../protocol/control.ts';
import type { CaptionPages } from './caption.ts';
import type { Compositor } from './compositor.ts';
import type { Painter } from './painter.ts';

export interface CaptionNow {
  readonly clauseId: string;
  readonly text: string;
  /** 0..1 */
  readonly progress: number;
}

export interface LookDirector {
  readonly look: ProgrammeLook;
  /** Resolves when it is on the canvas; a background that cannot be read rejects and leaves the look as it was. */
  apply(look: ProgrammeLook): Promise<void>;
  /** Has the caption drawn ahead of its time; resolves when it is. */
  prepareCaption(clauseId: string, text: string): Promise<void>;
  /** A caption that is not drawn yet is shown as soon as it is. */
  showCaption(caption: CaptionNow | null): void;
}

const keptCaptions = 32;

export function createLookDirector(compositor: Compositor, painter: Painter, video: VideoFormat, initial: ProgrammeLook): LookDirector {
  const captions = new Map<string, { pages: CaptionPages | null; readonly drawn: Promise<void> }>();
  let look = initial;
  let applied: ProgrammeLook | null = null;
  let shown: { readonly clauseId: string; readonly page: number } | null = null;

  const captionOf = (clauseId: string, text: string): { pages: CaptionPages | null; readonly drawn: Promise<void> } => {
    const known = captions.get(clauseId);
    if (known) return known;
    const nothing: CaptionPages = { pages: [], shares: [] };
    const drawn = painter.paint({ kind: 'caption', text, video }).then(
      (pages) => void (entry.pages = pages),
      () => void (entry.pages = nothing), // a caption that cannot be drawn is left out
    );
    const entry: { pages: CaptionPages | null; readonly drawn: Promise<void> } = { pages: null, drawn };
    captions.set(clauseId, entry);
    if (captions.size > keptCaptions) for (const oldest of captions.keys()) if (captions.delete(oldest)) break;
    return entry;
  };

  const clearCaption = (): void => {
    if (shown) compositor.setOverlay('caption', null);
    shown = null;
  };

  return {
    get look() {
      return look;
    },
    async apply(next) {
      const [background, namePlate, aiLabel] = await Promise.all([
        applied?.background === next.background ? null : painter.paint({ kind: 'background', background: next.background, video }),
        painter.paint({ kind: 'name-plate', name: next.namePlate, video }),
        next.aiLabel ? painter.paint({ kind: 'ai-label', video }) : null,
      ]);
      if (background) compositor.setBackground(background);
      compositor.setAnchorRect(next.anchorRect ?? defaultAnchorRect(video));
      compositor.setOverlay('name-plate', namePlate);
      compositor.setOverlay('ai-label', aiLabel);
      if (!next.captions) clearCaption();
      look = next;
      applied = next;
    },
    prepareCaption: (clauseId, text) => (look.captions ? captionOf(clauseId, text).drawn : Promise.resolve()),
    showCaption(caption) {
      if (!caption || !look.captions) return clearCaption();
      const { pages } = captionOf(caption.clauseId, caption.text);
      if (!pages || pages.pages.length === 0) return clearCaption();
      const page = pageAt(pages.shares, caption.progress);
      if (shown?.clauseId === caption.clauseId && shown.page === page) return;
      compositor.setOverlay('caption', pages.pages[page] ?? null);
      shown = { clauseId: caption.clauseId, page };
    },
  };
}

/** The page on which the share of the text that was spoken so far ends. */
export function pageAt(shares: readonly number[], progress: number): number {
  let sum = 0;
  const page = shares.findIndex((share) => (sum += share) > progress);
  return page < 0 ? Math.max(0, shares.length - 1) : page;
}
