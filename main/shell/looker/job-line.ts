/**
 * The line to the looking page. A page without a preload can be handed no MessagePort, so it asks its own origin: `GET /line/job` is held until there is a
 * picture, `POST /line/answer?job=N` brings what was seen. One job at a time. Knows no Electron.
 */
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';

export interface JobLine {
  /** null: the request is for a file. */
  serve(request: Request): Promise<Response> | null;
  /** What the page answers, unread; rejects when the line is closed. */
  ask(png: Uint8Array): Promise<unknown>;
  close(reason: Error): void;
}

/** A mask of 512 x 512 in base64, or five meshes, with much room. */
const mostAnswer = 4 * 1024 * 1024;

interface Job {
  readonly id: string;
  readonly png: Uint8Array;
  readonly answer: Deferred<unknown>;
}

export function createJobLine(): JobLine {
  let count = 0;
  let next: Job | null = null;
  let handed: Job | null = null;
  let asking: Deferred<Response> | null = null;
  let closed = false;

  function hand(): void {
    if (!next || !asking) return;
    handed = next;
    next = null;
    // a copy: a response may not be made of memory that is shared
    asking.resolve(new Response(Uint8Array.from(handed.png), { headers: { 'content-type': 'image/png', 'x-job': handed.id } }));
    asking = null;
  }

  async function take(request: Request): Promise<Response> {
    const id = new URL(request.url).searchParams.get('job');
    const text = await request.text();
    if (handed === null || id !== handed.id || text.length > mostAnswer) return new Response('not asked', { status: 409 });
    const { answer } = handed;
    handed = null;
    try {
      answer.resolve(JSON.parse(text));
    } catch (error) {
      answer.reject(error);
    }
    return new Response(null, { status: 204 });
  }

  return {
    serve(request) {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith('/line/')) return null;
      if (closed) return Promise.resolve(new Response('closed', { status: 410 }));
      if (pathname === '/line/answer' && request.method === 'POST') return take(request);
      if (pathname !== '/line/job' || request.method !== 'GET') return Promise.resolve(new Response('not found', { status: 404 }));
      // a page asks once at a time: an older question is one of a page that has gone
      asking?.resolve(new Response(null, { status: 204 }));
      asking = createDeferred<Response>();
      const { promise } = asking;
      hand();
      return promise;
    },
    ask(png) {
      if (closed || next || handed) return Promise.reject(new Error(closed ? 'the line is closed' : 'the page looks at another picture'));
      next = { id: String((count += 1)), png, answer: createDeferred() };
      const { promise } = next.answer;
      hand();
      return promise;
    },
    close(reason) {
      closed = true;
      asking?.resolve(new Response(null, { status: 204 }));
      for (const job of [next, handed]) job?.answer.reject(reason);
      asking = next = handed = null;
    },
  };
}
