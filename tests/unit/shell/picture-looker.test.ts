/** The second finder as the studio asks it, with pages that a test plays: what is believed, what is waited for, when it is closed and when given up. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LookerPage } from '../../../main/shell/looker/create-picture-looker.ts';
import { createPictureLooker, lookerWords } from '../../../main/shell/looker/create-picture-looker.ts';
import { createJobLine } from '../../../main/shell/looker/job-line.ts';
import { isLookerUrl, lookerPageUrl, lookerPolicy, resolveLookerFile } from '../../../main/shell/looker/looker-origin.ts';
import { isStudioUrl } from '../../../main/shell/studio-scheme.ts';
import type { Logger } from '../../../main/kernel/logger.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';

const png = Uint8Array.of(1, 2, 3);
const mesh = Array.from({ length: 478 }, () => [0.5, 0.5]);
const never = (): Promise<unknown> => new Promise(() => {});

function open(answers: (finds: string) => Promise<unknown>) {
  const clock = createFakeClock();
  const pages: { readonly finds: string; closed: number; dead?: boolean }[] = [];
  const said: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (_, fields) => void said.push(fields) };
  const looker = createPictureLooker({
    clock,
    logger,
    openPage(finds): LookerPage {
      const page: (typeof pages)[number] = { finds, closed: 0 };
      pages.push(page);
      return { isOpen: () => !page.dead, look: () => answers(finds), close: () => void (page.closed += 1) };
    },
  });
  return { clock, pages, said, looker };
}

describe('the second finder', () => {
  it('tells what the page saw, on one page for as long as it is asked, closed when nobody asks', async () => {
    const { clock, pages, looker } = open(async () => ({ faces: [mesh] }));
    for (let n = 0; n < 3; n++) expect(await looker.faces(png)).toMatchObject({ seen: [{ mesh: { length: 478 } }] });
    expect(pages).toEqual([{ finds: 'face', closed: 0 }]);
    await clock.advance(59_000);
    await looker.faces(png);
    await clock.advance(59_000);
    expect(pages[0]?.closed).toBe(0);
    await clock.advance(2_000);
    expect(pages[0]?.closed).toBe(1);
    expect(await looker.faces(png)).toHaveProperty('seen');
    expect(pages).toHaveLength(2);
  });

  it('has a page for each thing that is looked for, never two at once', async () => {
    const cover = Buffer.alloc(256).toString('base64');
    const { pages, looker } = open(async (finds) => (finds === 'face' ? { faces: [] } : { width: 16, height: 16, cover }));
    const [faces, person] = await Promise.all([looker.faces(png), looker.person(png)]);
    expect(faces).toEqual({ seen: [] });
    expect(person).toMatchObject({ seen: { width: 16, cover: { length: 256 } } });
    expect(pages).toEqual([
      { finds: 'face', closed: 1 },
      { finds: 'person', closed: 0 },
    ]);
  });

  it('a page that never answers is closed, told in words, and tried once more; then it is left alone', async () => {
    const { clock, pages, said, looker } = open(never);
    for (const words of [lookerWords.failed, lookerWords.gaveUp]) {
      const looking = looker.faces(png);
      await clock.advance(61_000);
      expect(await looking).toEqual({ unseen: words });
    }
    expect(pages.map(({ closed }) => closed)).toEqual([1, 1]);
    expect(said).toMatchObject([{ words: lookerWords.failed.en }, { words: lookerWords.gaveUp.en }]);
    expect(await looker.person(png)).toEqual({ unseen: lookerWords.gaveUp });
    expect(looker.fault()).toBe(lookerWords.gaveUp);
    expect(pages).toHaveLength(2);
  });

  it('a page that dies is replaced at the next question', async () => {
    let dies = true;
    const { looker } = open(() => (dies ? Promise.reject(new Error('gone')) : Promise.resolve({ faces: [] })));
    expect(await looker.faces(png)).toEqual({ unseen: lookerWords.failed });
    dies = false;
    expect(await looker.faces(png)).toEqual({ seen: [] });
    expect(looker.fault()).toBeNull();
  });

  it('a page that dies while nobody asks is no failure: the next question has a new one', async () => {
    const { looker, pages } = open(async () => ({ faces: [] }));
    await looker.faces(png);
    pages[0]!.dead = true;
    expect(await looker.faces(png)).toEqual({ seen: [] });
    expect(pages).toHaveLength(2);
  });

  it('without WebGL it is off at once, with the reason', async () => {
    const { looker, pages } = open(async () => ({ fault: 'no-webgl', detail: 'none' }));
    expect(await looker.faces(png)).toEqual({ unseen: lookerWords.noWebgl });
    expect(looker.fault()).toBe(lookerWords.noWebgl);
    await looker.person(png);
    expect(pages).toHaveLength(1);
  });

  it.each([
    ['nothing', null],
    ['a mesh of two points', { faces: [mesh.slice(0, 2)] }],
    ['points beyond everything', { faces: [mesh.map(() => [1e9, 0])] }],
    ['no number', { faces: [mesh.map(() => [NaN, 0])] }],
    ['a thousand faces', { faces: Array.from({ length: 1000 }, () => mesh) }],
    ['markup', '<script>'],
  ])('%s is not believed', async (_, answer) => {
    const { looker } = open(async () => answer);
    expect(await looker.faces(png)).toEqual({ unseen: lookerWords.failed });
  });

  it('a mask that is smaller than it says is not believed', async () => {
    const { looker } = open(async () => ({ width: 256, height: 256, cover: 'AAAA' }));
    expect(await looker.person(png)).toEqual({ unseen: lookerWords.failed });
  });
});

describe('the line to the page', () => {
  const get = new Request('https://looker/line/job');
  const post = (job: string, body: string): Request => new Request(`https://looker/line/answer?job=${job}`, { method: 'POST', body });

  it('holds the question until there is a picture, and brings the answer back', async () => {
    const line = createJobLine();
    const handed = line.serve(get);
    const looking = line.ask(png);
    const response = await handed!;
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(png);
    const job = response.headers.get('x-job') ?? '';
    expect((await line.serve(post('77', '{}')))?.status).toBe(409);
    expect((await line.serve(post(job, '{"faces":[]}')))?.status).toBe(204);
    expect(await looking).toEqual({ faces: [] });
    expect((await line.serve(post(job, '{}')))?.status).toBe(409);
  });

  it('takes files for files, other paths for nothing, and ends with its page', async () => {
    const line = createJobLine();
    expect(line.serve(new Request('https://looker/looker/index.html'))).toBeNull();
    expect((await line.serve(new Request('https://looker/line/other')))?.status).toBe(404);
    const waiting = line.serve(get);
    const looking = line.ask(png);
    looking.catch(() => {});
    line.close(new Error('gone'));
    await settle();
    await expect(looking).rejects.toThrow('gone');
    expect((await waiting)?.status).toBe(200);
    expect((await line.serve(get))?.status).toBe(410);
    await expect(line.ask(png)).rejects.toThrow('closed');
  });

  it('what is no JSON is a failure of that picture', async () => {
    const line = createJobLine();
    const handed = line.serve(get);
    const looking = line.ask(png);
    const job = (await handed!).headers.get('x-job') ?? '';
    const failed = expect(looking).rejects.toThrow();
    await line.serve(post(job, '{'));
    await failed;
  });
});

describe('where the page lives', () => {
  const root = resolve('/app/dist/renderer');
  it('is no studio page, and the studio’s files are not its own', () => {
    expect(isStudioUrl(lookerPageUrl('face'))).toBe(false);
    expect(isLookerUrl('vanchor://studio/studio/index.html')).toBe(false);
    for (const path of [
      'studio/index.html',
      'assets/studio.js',
      'looker/../studio/index.html',
      'looker/%2e%2e/studio/index.html',
      'looker',
    ])
      expect(resolveLookerFile(root, `vanchor://looker/${path}`)).toBeNull();
    expect(resolveLookerFile(root, 'vanchor://studio/looker/index.html')).toBeNull();
  });

  it.each([
    [lookerPageUrl('person'), 'looker/index.html', 'text/html; charset=utf-8'],
    ['vanchor://looker/looker/face_mesh/a.wasm', 'looker/face_mesh/a.wasm', 'application/wasm'],
    ['vanchor://looker/looker/face_mesh/a.data', 'looker/face_mesh/a.data', 'application/octet-stream'],
  ])('%s', (url, path, contentType) => expect(resolveLookerFile(root, url)).toEqual({ path: resolve(root, path), contentType }));

  it('may evaluate, and reach nothing but itself', () => {
    const parts = lookerPolicy.split('; ');
    expect(parts).toContain("default-src 'none'");
    expect(parts).toContain("connect-src 'self'");
    expect(parts).toContain("script-src 'self' 'unsafe-eval'");
    expect(lookerPolicy).not.toMatch(/https?:|\*|unsafe-inline|data:|blob:/);
  });
});
