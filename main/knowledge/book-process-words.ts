/** What is said when the process of the books is gone in the middle of something. */
import type { UserMessage } from '../contract/failure.ts';

export const bookProcessWords = {
  noAnswer: {
    en: 'The books did not answer and are being opened again; nothing on air was touched. Look whether the change is there, and try again.',
    zh: '知识库没有响应，正在重新打开，直播不受影响。请确认修改是否已生效，然后重试。',
  },
} as const satisfies Record<string, UserMessage>;
