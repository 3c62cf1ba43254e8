/**
 * The live microphone: pieces of sound in, utterances to the ear, told how it goes. Through the voice gate, or between press and release of a button.
 * The anchor does not hear herself: while she speaks, and until what is heard of her in the room has died away, nothing is listened to unless that is
 * asked for. Off air and without an ear nothing is kept of the sound. Knows no engine and no process but the gate's handle.
 */
import { randomUUID } from 'node:crypto';
import type { HearingPort } from '../api/hearing-port.ts';
import type { HearingState, HearingView, ListeningOptions, SoundTaken } from '../api/contract/hearing.ts';
import type { HearResult } from '../api/studio-port.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import { longestUtteranceSamples } from '../engines/contract/requests.ts';
import type { VoiceGate } from '../hearing/control/create-voice-gate.ts';
import type { GateItem } from '../hearing/protocol/voice-gate.ts';
import type { Clock } from '../kernel/clock.ts';
import { createPushedSound } from './pushed-sound.ts';
import { listeningWords } from './listening-words.ts';

export interface ListeningParts {
  readonly startGate: () => VoiceGate;
  readonly isOnAir: () => boolean;
  /** The slot has an engine, or one on its way. */
  readonly hasEar: () => boolean;
  /** Never rejects. */
  readonly hear: (utterance: { readonly author: string; readonly pcm: Int16Array }) => Promise<HearResult>;
  readonly clock: Clock;
  /** State or last utterance changed. */
  readonly onChange: (view: HearingView, change: 'state' | 'last') => void;
  /** Default 1200: preview, loudspeaker and room behind the last sample that was sent. */
  readonly anchorTailMs?: number;
}

export interface Listening extends HearingPort {
  view(): HearingView;
  /** Follows the show: does the anchor speak? */
  note(event: ShowEvent): void;
  dispose(): Promise<void>;
}

/** A person has to allow the microphone first. */
const firstPieceWithinMs = 90_000;
const nextPieceWithinMs = 6000;

interface Session {
  readonly id: string;
  readonly options: ListeningOptions;
  readonly gate: VoiceGate | undefined;
  readonly pushed: ReturnType<typeof createPushedSound>;
  pieces: 'none' | 'some';
  button: 'pressed' | 'released';
  /** By the gate. */
  speech: 'open' | 'none';
  held: 'no' | 'anchor' | 'off-air' | 'no-ear';
}

export function createListening(parts: ListeningParts): Listening {
  const { clock, onChange } = parts;
  let session: Session | undefined;
  let offBecause: UserMessage = listeningWords.off;
  let transcribing = 0;
  let last: HearingView['last'] = null;
  let toldState = '';
  let anchor: 'quiet' | 'speaks' = 'quiet';
  let cancelTail = (): void => {};
  let cancelDeadMan = (): void => {};
  let closing: Promise<unknown> = Promise.resolve();

  function stateNow(): { readonly state: HearingState; readonly words: UserMessage } {
    if (!session) return { state: 'off', words: offBecause };
    const { gate, held, pieces, speech, button, options } = session;
    if (gate?.state === 'given-up') return { state: 'failed', words: listeningWords.gateFailed };
    if (held === 'off-air') return { state: 'held', words: listeningWords.offAir };
    if (held === 'no-ear') return { state: 'held', words: listeningWords.noEar };
    if (held === 'anchor') return { state: 'held', words: listeningWords.anchor };
    if (pieces === 'none' || (gate && gate.state !== 'running')) return { state: 'starting', words: listeningWords.starting };
    if (speech === 'open' || button === 'pressed') return { state: 'speech', words: listeningWords.speech };
    if (transcribing > 0) return { state: 'transcribing', words: listeningWords.transcribing };
    return { state: 'listening', words: options.mode === 'push' ? listeningWords.push : listeningWords.listening };
  }

  const view = (): HearingView => ({
    ...stateNow(),
    session: session ? { sessionId: session.id, ...session.options } : null,
    last,
  });

  function tell(): void {
    const { state, words } = stateNow();
    const now = `${session?.id} ${state} ${words.en}`;
    if (now === toldState) return;
    toldState = now;
    onChange(view(), 'state');
  }

  function submit({ options }: Session, pcm: Int16Array): void {
    transcribing += 1;
    tell();
    void parts.hear({ author: options.author, pcm }).then((heard) => {
      transcribing -= 1;
      last = { atMs: clock.wallNow(), text: heard.accepted ? heard.text : null, words: heard.accepted ? null : heard.reason };
      onChange(view(), 'last');
      tell();
    });
  }

  function onGateItem(of: Session, item: GateItem): void {
    of.speech = item.type === 'speech-started' || (item.type === 'utterance' && item.end === 'cut') ? 'open' : 'none';
    // what was said before listening was turned off still counts
    if (item.type === 'utterance') submit(of, item.pcm);
    tell();
  }

  function heldNow({ options }: Session): Session['held'] {
    if (!parts.isOnAir()) return 'off-air';
    if (!parts.hasEar()) return 'no-ear';
    return anchor === 'speaks' && options.whileAnchorSpeaks === 'ignore' ? 'anchor' : 'no';
  }

  /** What was said so far is an utterance of its own. */
  function endOpen(of: Session): void {
    of.gate?.flush();
    for (const pcm of of.pushed.take()) submit(of, pcm);
  }

  function look(): void {
    if (!session) return;
    const held = heldNow(session);
    if (held !== 'no' && session.held === 'no') endOpen(session);
    session.held = held;
    tell();
  }

  function end(because: UserMessage): void {
    const ended = session;
    if (!ended) return;
    cancelDeadMan();
    session = undefined;
    offBecause = because;
    for (const pcm of ended.pushed.take()) submit(ended, pcm);
    const { gate } = ended;
    if (gate) closing = Promise.all([closing, gate.finish()]);
    tell();
  }

  function waitForPieces(withinMs: number): void {
    cancelDeadMan();
    cancelDeadMan = clock.after(withinMs, () => end(listeningWords.silent));
  }

  const refused: SoundTaken = { accepted: false, reason: listeningWords.takenOver };
  const off = (): SoundTaken => (session ? refused : { accepted: false, reason: offBecause });

  return {
    view,
    get wanted() {
      return session !== undefined;
    },
    start(options) {
      end(listeningWords.takenOver);
      const gate = options.mode === 'open' ? parts.startGate() : undefined;
      const begun: Session = {
        id: randomUUID(),
        options,
        gate,
        pushed: createPushedSound(longestUtteranceSamples),
        pieces: 'none',
        button: 'released',
        speech: 'none',
        held: 'no',
      };
      session = begun;
      gate?.onItem((item) => onGateItem(begun, item));
      gate?.onState(() => session === begun && tell());
      begun.held = heldNow(begun);
      waitForPieces(firstPieceWithinMs);
      tell();
      return { sessionId: begun.id };
    },
    feed(sessionId, pcm) {
      if (session?.id !== sessionId) return off();
      session.pieces = 'some';
      waitForPieces(nextPieceWithinMs);
      look();
      if (session.held !== 'no') {
        session.gate?.skip(pcm.length);
        session.pushed.forget();
      } else if (session.gate) session.gate.feed(pcm);
      else for (const whole of session.pushed.add(pcm, session.button)) submit(session, whole);
      tell();
      return { accepted: true };
    },
    talk(sessionId, button) {
      if (session?.id !== sessionId) return off();
      session.button = button;
      if (button === 'released') for (const pcm of session.pushed.take()) submit(session, pcm);
      tell();
      return { accepted: true };
    },
    stop(sessionId) {
      if (session?.id === sessionId) end(listeningWords.off);
    },
    note(event) {
      if (event.type === 'speech-started') {
        cancelTail();
        anchor = 'speaks';
        look();
      } else if (event.type === 'speech-ended' || event.type === 'cancelled' || (event.type === 'show' && event.state === 'off')) {
        cancelTail();
        cancelTail = clock.after(parts.anchorTailMs ?? 1200, () => {
          anchor = 'quiet';
          look();
        });
      } else if (event.type === 'show' || event.type === 'engine' || event.type === 'swap') look();
    },
    async dispose() {
      end(listeningWords.off);
      cancelTail();
      await closing;
    },
  };
}
