/** Child entry of the books: one call after the other, each a method of the desk. Where they lie comes with the first one. */
import { serveProcess } from '../../processes/child/serve-process.ts';
import { createBookDesk, type BookDesk } from '../create-book-desk.ts';
import type { BookCall } from '../call.ts';

serveProcess(() => {
  let desk: BookDesk | undefined;
  return {
    methods: {
      ask({ where, method, args }: BookCall): Promise<unknown> {
        desk ??= createBookDesk(where);
        const work: (...all: never[]) => Promise<unknown> = desk[method];
        return work(...(args as never[]));
      },
    },
  };
});
