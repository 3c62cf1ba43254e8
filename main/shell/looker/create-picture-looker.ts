/**
 * The second pair of eyes as the studio asks it: one picture at a time, a page for what is looked for, closed when nobody asked for a while (its libraries
 * give no memory back), ended when it does not answer, given up for this run where it cannot work. Knows no Electron.
 */
import type { UserMessage } from '../../contract/failure.ts';
import type { Looked, PictureLooker } from '../../contract/picture-looker.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { oneAtATime } from '../../kernel/one-at-a-time.ts';
import type { LookerFinds } from './looker-origin.ts';
import { LookFault, readFaces, readMask } from './read-answer.ts';

export interface LookerPage {
  isOpen(): boolean;
  /** What the page says, unread. Rejects when it dies or is closed. */
  look(png: Uint8Array): Promise<unknown>;
  close(): void;
}

export interface PictureLookerOptions {
  readonly openPage: (finds: LookerFinds) => LookerPage;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The first picture takes three seconds on a quiet machine without a graphics card, and the page runs at a low priority beside a show. */
const budgetMs = 60_000;
const idleMs = 60_000;
/** After so many in a row it is not asked again in this run: each of them let somebody wait. */
const mostFailures = 2;

export const lookerWords = {
  noWebgl: {
    en: 'The second finder needs WebGL, which this computer does not offer here. Faces are found by the other finder; backgrounds can be kept, faded or cut by colour.',
    zh: '第二识别器需要 WebGL，本机当前不可用。人脸由另一识别器识别；背景仍可保留、淡出或按颜色抠除。',
  },
  gaveUp: {
    en: 'The second finder failed twice and rests until the studio is started again. Faces are found by the other finder; backgrounds can be kept, faded or cut by colour.',
    zh: '第二识别器连续失败两次，重启演播室前不再使用。人脸由另一识别器识别；背景仍可保留、淡出或按颜色抠除。',
  },
  failed: {
    en: 'The second finder did not answer for this picture. Nothing was changed; what is set already still works. Try again.',
    zh: '第二识别器未能分析这张图片，未作任何更改，已有设置不受影响。请重试。',
  },
} satisfies Readonly<Record<string, UserMessage>>;

export function createPictureLooker({ openPage, clock, logger }: PictureLookerOptions): PictureLooker {
  let open: { readonly finds: LookerFinds; readonly page: LookerPage } | null = null;
  let cancelIdle = (): void => {};
  let fault: UserMessage | null = null;
  let failures = 0;
  let disposed = false;
  const inTurn = oneAtATime();

  function close(): void {
    cancelIdle();
    open?.page.close();
    open = null;
  }

  async function lookNow<Seen>(finds: LookerFinds, png: Uint8Array, read: (answer: unknown) => Seen): Promise<Looked<Seen>> {
    if (disposed) return { unseen: lookerWords.failed };
    if (fault) return { unseen: fault };
    cancelIdle();
    // both libraries claim the same global names, so each has a page of its own; one that died while nobody asked is no failure
    if (open && (open.finds !== finds || !open.page.isOpen())) close();
    try {
      open ??= { finds, page: openPage(finds) };
      const seen = read(await within(open.page.look(png)));
      failures = 0;
      cancelIdle = clock.after(idleMs, close);
      return { seen };
    } catch (error) {
      close();
      if (disposed) return { unseen: lookerWords.failed };
      failures += 1;
      if (error instanceof LookFault && error.code === 'no-webgl') fault = lookerWords.noWebgl;
      else if (failures >= mostFailures) fault = lookerWords.gaveUp;
      logger.warn('the second finder did not see', { finds, error: String(error), words: (fault ?? lookerWords.failed).en });
      return { unseen: fault ?? lookerWords.failed };
    }
  }

  function within(looking: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(budgetMs, () => reject(new Error(`the page did not answer within ${budgetMs / 1000} s`)));
      looking.then(resolve, reject).finally(cancel);
    });
  }

  return {
    fault: () => fault,
    faces: (png) => inTurn(() => lookNow('face', png, readFaces)),
    person: (png) => inTurn(() => lookNow('person', png, readMask)),
    dispose() {
      disposed = true;
      close();
    },
  };
}
