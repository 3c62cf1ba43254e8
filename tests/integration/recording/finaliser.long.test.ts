/** The finaliser beside everything else: killed, stopped in the middle, asked again; a recording is never less than it was. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeOf } from '../../../bench/lib/process-tree.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { createFinaliser, type Finaliser, type JobView } from '../../../main/recording/control/create-finaliser.ts';
import { findUnfinished } from '../../../main/recording/find-unfinished.ts';
import { inspectPart } from '../../../main/recording/inspect-part.ts';
import { journalPath } from '../../../main/recording/journal.ts';
import { isAlive, playableSeconds, rootDir, waitUntil } from '../support/studio-on-air.ts';

let dir: string;
let file: string;
let seen: JobView[];
let finaliser: Finaliser | undefined;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'finaliser-'));
  file = path.join(dir, 'long.mp4');
  seen = [];
});
afterEach(async () => {
  await finaliser?.dispose();
  finaliser = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const create = (): Finaliser => {
  const made = createFinaliser({
    name: 'finaliser',
    adapter: createNodeForkAdapter(),
    entriesDir: path.join(rootDir, 'dist/main/children'),
    clock: systemClock,
    logger: silentLogger,
    ffmpegPath: async () => 'ffmpeg',
    onChange: () => seen.push(...made.jobs),
  });
  finaliser = made;
  return made;
};

/** Twenty minutes of small pictures: long enough to be met in the middle. */
function makeLongRecording(): void {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=30', '-f', 'lavfi', '-i', 'sine=r=48000'];
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '60', '-c:a', 'aac', '-ac', '2'];
  const loop = path.join(dir, 'loop.mov');
  execFileSync('ffmpeg', ['-v', 'error', ...source, '-t', '20', ...codec, loop]);
  const flags = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
  execFileSync('ffmpeg', ['-v', 'error', '-stream_loop', '59', '-i', loop, '-c', 'copy', ...flags, file]);
  rmSync(loop);
  writeFileSync(journalPath(file), '{"type":"start","version":1,"fps":30,"title":"Long"}\n');
}

async function inTheMiddle(one: Finaliser): Promise<readonly number[]> {
  await waitUntil('the file to be checked', () => one.jobs[0]?.phase === 'checking');
  const processes = treeOf(one.pid ?? 0);
  expect(processes.length).toBeGreaterThanOrEqual(2);
  return processes;
}

describe('the finaliser', () => {
  it('goes on after it was killed, tells how far it is, and leaves its process only while something waits', async () => {
    makeLongRecording();
    const one = create();
    const answer = one.run({ kind: 'finalise', path: file });
    const [pid = 0] = await inTheMiddle(one);
    process.kill(pid, 'SIGKILL');
    expect(await answer).toMatchObject({ done: true, result: { path: file, parts: 1, already: false } });
    expect(await inspectPart(file)).toMatchObject({ fragmented: false });
    expect(Math.abs(playableSeconds(file) - 1200)).toBeLessThan(2);
    expect(new Set(seen.map(({ phase }) => phase))).toEqual(new Set(['waiting', 'reading', 'joining', 'checking']));
    expect(seen.every(({ share }, index) => share >= (seen[index - 1]?.share ?? 0))).toBe(true);
    await one.settled();
    await waitUntil('its process to be gone', () => one.pid === undefined);
    // nothing of the killed attempt stays once somebody looks
    expect(await findUnfinished({ folder: dir, ownOnly: true })).toEqual([]);
    expect(readdirSync(dir).toSorted()).toEqual(['long.journal.jsonl', 'long.mp4']);
  });

  it('stopped with the studio, leaves the recording as it was and no process; the next start goes on', async () => {
    makeLongRecording();
    const size = statSync(file).size;
    const one = create();
    const answer = one.run({ kind: 'finalise', path: file });
    const processes = await inTheMiddle(one);
    const refused = expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await one.dispose();
    await refused;
    await waitUntil('its processes to be gone', () => processes.every((pid) => !isAlive(pid)));
    expect(statSync(file).size).toBe(size);
    const [found = ''] = await findUnfinished({ folder: dir, ownOnly: true });
    expect(found).toBe(file);
    expect(await create().run({ kind: 'finalise', path: found })).toMatchObject({ done: true });
    expect(readdirSync(dir).toSorted()).toEqual(['long.journal.jsonl', 'long.mp4']);
  });

  it('says in words what cannot be finished, and goes on with the next', async () => {
    writeFileSync(file, 'no film');
    const one = create();
    const broken = one.run({ kind: 'finalise', path: file });
    const missing = one.run({ kind: 'finalise', path: path.join(dir, 'gone.mp4') });
    expect(await broken).toMatchObject({ done: false, words: { en: expect.stringMatching(/not a recording/) } });
    expect(await missing).toMatchObject({ done: false, words: { zh: expect.stringMatching(/不是可以整理的录像/) } });
  });
});
