/** The looking page: asks its line for pictures, looks, answers. It has no preload and nobody sees it (main/shell/looker). */
import { createFaceFinder } from './face-finder.ts';
import { createPersonFinder } from './person-finder.ts';

type Look = (picture: ImageBitmap) => Promise<object>;

function startFinder(): Promise<Look> {
  return new URLSearchParams(location.search).get('finds') === 'person' ? createPersonFinder() : createFaceFinder();
}

function hasWebgl(): boolean {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}

async function answerFor(response: Response, finder: Promise<Look>): Promise<object> {
  if (!hasWebgl()) return { fault: 'no-webgl', detail: 'neither webgl2 nor webgl' };
  try {
    const look = await finder;
    const picture = await createImageBitmap(await response.blob());
    try {
      return await look(picture);
    } finally {
      picture.close();
    }
  } catch (error) {
    return { fault: 'failed', detail: String(error).slice(0, 1000) };
  }
}

async function work(): Promise<void> {
  const finder = startFinder();
  // told with the first answer
  finder.catch(() => undefined);
  for (;;) {
    const response = await fetch('/line/job', { cache: 'no-store' });
    const job = response.headers.get('x-job');
    if (!response.ok) return;
    if (job === null) continue;
    await fetch(`/line/answer?job=${job}`, { method: 'POST', body: JSON.stringify(await answerFor(response, finder)) });
  }
}

void work();
