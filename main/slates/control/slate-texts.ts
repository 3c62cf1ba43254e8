/** The words of the slates that the studio draws by itself. */
import type { UserMessage } from '../../contract/failure.ts';

export const slateTexts = {
  'starting-soon': { en: 'Starting soon', zh: '即将开始' },
  'back-soon': { en: 'Back in a moment', zh: '马上回来' },
} as const satisfies Readonly<Record<string, UserMessage>>;
