/** One question to the process of the books. */
import type { BookDesk, BookDeskOptions } from './create-book-desk.ts';

export interface BookCall {
  readonly where: BookDeskOptions;
  readonly method: keyof BookDesk;
  readonly args: readonly unknown[];
}
