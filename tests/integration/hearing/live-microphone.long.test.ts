/** A live microphone on a real show: pieces of sound, the voice gate's process, an ear's process, a line, an answer. What dies in between costs nobody a word. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { numberedStart } from '../../../main/contract/beacon.ts';
import { beaconSound, beaconSymbols } from '../../../main/contract/beacon-sound.ts';
import { isTerminalTurn } from '../../../main/contract/show-events.ts';
import { envelopeMatch } from '../../fixtures/hearing/envelope-match.ts';
import { atLevel, join, music, silence, speak } from '../../fixtures/hearing/speak.ts';
import { startOpenAiServer, type OpenAiServer } from '../../fixtures/openai-server/start-openai-server.ts';
import type { TranscriptionRequest } from '../../fixtures/openai-server/transcription-request.ts';
import { isAlive, studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';

let on: StudioOnAir;
let server: OpenAiServer;
let one: Int16Array;
let two: Int16Array;
const sent: TranscriptionRequest[] = [];

/** Writes down which of the two sentences it is: by ear, so to speak. */
function transcript(request: TranscriptionRequest): string {
  sent.push(request);
  const [first, second] = [envelopeMatch(request.samples, one), envelopeMatch(request.samples, two)];
  return Math.max(first, second) < 0.7 ? 'something else' : first > second ? 'sentence one' : 'sentence two';
}

beforeAll(async () => {
  one = atLevel(await speak('rms', 'How much is the green tea today?'), -20);
  two = atLevel(await speak('slt', 'Tell me something about the porcelain cups, please.'), -20);
  server = await startOpenAiServer({ models: ['whisper-1'], transcript });
  const ear = { slotId: 'asr', engineId: 'openai-ear', options: { baseUrl: server.baseUrl, model: 'whisper-1' } };
  on = await studioOnAir({ config: { slots: [...beaconConfig.slots, ear], offSlots: [] } });
});
afterAll(async () => {
  await on?.close();
  await server?.close();
});

const view = () => on.studio.snapshot().hearing;
const texts = (): string[] => on.studio.snapshot().turns.map(({ text }) => text);

/** As a microphone would, only faster. */
function feed(sessionId: string, pcm: Int16Array): void {
  for (let at = 0; at < pcm.length; at += 1600) {
    const taken = on.studio.hearing.feed(sessionId, pcm.slice(at, at + 1600));
    if (!taken.accepted) throw new Error(taken.reason.en);
  }
}

/** Turned on and listening: what the anchor had to say has died away. */
async function listen(mode: 'open' | 'push', whileAnchorSpeaks: 'ignore' | 'hear' = 'ignore'): Promise<string> {
  await waitUntil('quiet', () => on.studio.snapshot().turns.every(({ state }) => isTerminalTurn(state)));
  const { sessionId } = on.studio.hearing.start({ author: 'Lin', mode, whileAnchorSpeaks });
  await waitUntil('listening', () => {
    feed(sessionId, silence(0.1));
    return view().state === 'listening';
  });
  return sessionId;
}

describe('on air', () => {
  it('what is said becomes a line under the name of who spoke, and is answered', async () => {
    const session = await listen('open');
    const ended = on.next('turn', (event) => event.text === 'sentence one' && isTerminalTurn(event.state));
    feed(session, join(silence(0.5), one, silence(1)));
    expect(await ended).toMatchObject({ state: 'ended', author: 'Lin' });
    expect(sent.at(-1)?.sampleRate).toBe(16_000);
    const told = on.events.flatMap((event) => (event.type === 'hearing' ? [event.state] : []));
    expect(told).toEqual(expect.arrayContaining(['starting', 'speech', 'transcribing', 'held']));
    expect(view().last).toMatchObject({ text: 'sentence one' });
    on.studio.hearing.stop(session);
    expect(view().state).toBe('off');
  });

  it('the anchor is not heard while she speaks; what is said after her is', async () => {
    const session = await listen('open');
    const before = texts().length;
    const speaks = on.next('speech-started');
    const spoken = on.speak('A line that takes its time, so that there is room to listen to it.');
    await speaks;
    expect(view().state).toBe('held');
    // her own voice out of a loudspeaker
    feed(session, join(two, silence(1)));
    await spoken;
    await waitUntil('listening again', () => {
      feed(session, silence(0.1));
      return view().state === 'listening';
    });
    const asked = on.next('turn', (event) => event.text === 'sentence one' && isTerminalTurn(event.state));
    feed(session, join(silence(0.3), one, silence(1)));
    await asked;
    expect(texts().slice(before)).toEqual(['A line that takes its time, so that there is room to listen to it.', 'sentence one']);
    on.studio.hearing.stop(session);
  });

  it('with headphones she may be spoken to while she speaks', async () => {
    const session = await listen('open', 'hear');
    const speaks = on.next('speech-started');
    const spoken = on.speak('Another line that takes its time, so that there is room to speak.');
    await speaks;
    const asked = on.next('turn', (event) => event.text === 'sentence two' && isTerminalTurn(event.state));
    feed(session, join(silence(0.3), two, silence(1)));
    await Promise.all([spoken, asked]);
    on.studio.hearing.stop(session);
  });

  it('the voice gate killed in mid-sentence costs nobody a word: one line, once', async () => {
    const session = await listen('open');
    const before = texts().length;
    const cut = Math.floor(two.length / 2);
    feed(session, join(silence(0.5), two.subarray(0, cut)));
    await waitUntil('speech', () => view().state === 'speech');
    const killed = on.pidOf('voice-gate');
    const asked = on.next('turn', (event) => event.text === 'sentence two' && isTerminalTurn(event.state));
    process.kill(killed, 'SIGKILL');
    feed(session, join(two.subarray(cut), silence(1)));
    await asked;
    expect(texts().slice(before)).toEqual(['sentence two']);
    expect(isAlive(killed)).toBe(false);
    const gate = on.pidOf('voice-gate');
    expect(isAlive(gate)).toBe(true);
    on.studio.hearing.stop(session);
    await waitUntil('the gate to be gone', () => !isAlive(gate));
  });

  it('music is sent to nobody', async () => {
    const session = await listen('open');
    const before = server.transcriptions.length;
    feed(session, join(music(8, -15), silence(1)));
    const asked = on.next('turn', (event) => event.text === 'sentence one' && isTerminalTurn(event.state));
    feed(session, join(one, silence(1)));
    await asked;
    expect(server.transcriptions.length).toBe(before + 1);
    on.studio.hearing.stop(session);
  });

  it('a held button needs no gate: the beacon ear hears its tones, while the ear is replaced', async () => {
    const session = await listen('push');
    expect(on.studio.engines.swap({ slotId: 'asr', choiceId: 'beacon-ear', mode: 'beside', reason: '' }, 'test')).toMatchObject({
      accepted: true,
    });
    await waitUntil('the watch', () => on.studio.snapshot().models.slots.find(({ slotId }) => slotId === 'asr')?.phase === 'watching');
    const asked = on.next('turn', (event) => event.text === 'Beacon #41.1/1' && isTerminalTurn(event.state));
    feed(session, silence(0.5));
    on.studio.hearing.talk(session, 'pressed');
    feed(session, beaconSound(beaconSymbols({ turn: 41, clause: 1, clauses: 1 }, numberedStart), 16_000));
    on.studio.hearing.talk(session, 'released');
    expect(await asked).toMatchObject({ author: 'Lin', state: 'ended' });
    on.studio.hearing.stop(session);
  });
});

describe('off air', () => {
  it('nothing is sent to anybody, in words, and listening goes on with the next show', async () => {
    const session = await listen('open');
    // a microphone does not wait for a show that stops or starts
    const goesOn = async <T>(work: Promise<T>): Promise<T> => {
      let state: 'under way' | 'over' = 'under way';
      const ended = work.finally(() => (state = 'over'));
      await Promise.all([
        ended,
        waitUntil('over', () => {
          feed(session, silence(0.1));
          return state === 'over';
        }),
      ]);
      return ended;
    };
    await goesOn(on.studio.stopShow());
    const before = server.transcriptions.length;
    feed(session, join(one, silence(1)));
    expect(view()).toMatchObject({ state: 'held', words: { en: expect.stringContaining('off air') } });
    await goesOn(on.studio.startShow({ preset: '720p', record: false, destinations: [] }));
    await waitUntil('listening', () => {
      feed(session, silence(0.1));
      return view().state === 'listening';
    });
    expect(server.transcriptions.length).toBe(before);
    on.studio.hearing.stop(session);
  });
});
