/** What the studio's doors may see, folded from show events. Bounded: the last `maxTurns` turns and `maxNotices` notices. Knows no process and no engine. */
import type { DestinationView, StudioSnapshot, TurnView } from '../api/contract/studio.ts';
import type { DestinationPresetId } from '../contract/destination-presets.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import { airOff } from './air-machine.ts';
import { videoEncoders } from '../contract/video-encoders.ts';

const maxTurns = 200;
const maxNotices = 50;
/** A reply longer than this is shown with its end cut off; the show speaks all of it. */
const maxReplyLength = 4_000;

export type LiveParts = Pick<
  StudioSnapshot,
  'engines' | 'processes' | 'models' | 'knowledge' | 'hearing' | 'recording' | 'resumeOffer' | 'health' | 'quietTime' | 'voiceOffer'
>;

export class StudioState {
  #show: StudioSnapshot['show'] = emptyShow();
  #speaking: StudioSnapshot['speaking'] = null;
  readonly #turns = new Map<string, TurnView>();
  readonly #destinations = new Map<string, StudioSnapshot['destinations'][number]>();
  readonly #notices: StudioSnapshot['notices'] = [];
  readonly #clauseTexts = new Map<string, string>();
  readonly #clauseWords = new Map<string, Extract<ShowEvent, { type: 'words' }>['words']>();

  get show(): StudioSnapshot['show'] {
    return this.#show;
  }

  get destinations(): readonly DestinationView[] {
    return Array.from(this.#destinations.values());
  }

  nameOf(destinationId: string): string {
    const known = this.#destinations.get(destinationId);
    return known?.kept?.title ?? known?.label ?? destinationId;
  }

  patchShow(patch: Partial<StudioSnapshot['show']>): void {
    this.#show = { ...this.#show, ...patch };
  }

  declareDestination(destinationId: string, label: string): void {
    this.#destinations.set(destinationId, { destinationId, label, state: 'idle' });
  }

  /** The kept ones, in their order; how each goes is not forgotten. */
  listDestinations(records: readonly (NonNullable<DestinationView['kept']> & { readonly id: string; readonly label: string })[]): void {
    const before = new Map(this.#destinations);
    for (const [id, view] of before) if (view.kept) this.#destinations.delete(id);
    for (const { id, label, ...kept } of records) {
      const known = before.get(id);
      const waiting = kept.wanted === 'on' ? 'idle' : 'stopped';
      const resting = known === undefined || known.state === 'idle' || known.state === 'stopped';
      this.#destinations.set(id, { ...(resting ? {} : known), destinationId: id, label, kept, state: resting ? waiting : known.state });
    }
  }

  /** Those of a show go, the kept ones rest. */
  clearDestinations(): void {
    this.restDestinations();
    for (const [id, { kept }] of this.#destinations) if (!kept) this.#destinations.delete(id);
  }

  /** The show is over: the kept ones rest, the others stay readable until the next show. */
  restDestinations(): void {
    for (const [id, { destinationId, label, kept }] of this.#destinations)
      if (kept) this.#destinations.set(id, { destinationId, label, kept, state: kept.wanted === 'on' ? 'idle' : 'stopped' });
  }

  presetOf(destinationId: string): DestinationPresetId {
    return this.#destinations.get(destinationId)?.kept?.presetId ?? 'custom';
  }

  /** Of the kept ones that start with a show. */
  wantedPresets(): readonly DestinationPresetId[] {
    return Array.from(this.#destinations.values()).flatMap(({ kept }) => (kept?.wanted === 'on' ? [kept.presetId] : []));
  }

  /** undefined: it is not among the kept ones. */
  keptTitle(destinationId: string): string | undefined {
    return this.#destinations.get(destinationId)?.kept?.title;
  }

  /** The kept ones that a show sends to, or tries to. */
  keptOnAir(): readonly string[] {
    return Array.from(this.#destinations.values()).flatMap(({ destinationId, kept, state }) =>
      kept && state !== 'idle' && state !== 'stopped' ? [destinationId] : [],
    );
  }

  noteDestination(destinationId: string, measured: Pick<DestinationView, 'figures' | 'lastProblem'>): void {
    const known = this.#destinations.get(destinationId);
    if (known) this.#destinations.set(destinationId, { ...known, ...measured });
  }

  apply(event: ShowEvent): void {
    switch (event.type) {
      case 'show':
        this.patchShow({
          state: event.state,
          showId: event.state === 'off' ? null : event.showId,
          sinceMs: event.state === 'on-air' ? (this.#show.sinceMs ?? event.atMs) : event.state === 'off' ? null : this.#show.sinceMs,
          ...(event.previewUrl === undefined ? {} : { previewUrl: event.previewUrl }),
          ...(event.rtmpUrl === undefined ? {} : { rtmpUrl: event.rtmpUrl }),
          ...(event.recordingPath === undefined ? {} : { recordingPath: event.recordingPath }),
          ...(event.state === 'off' ? { source: null, encoding: null } : {}),
        });
        if (event.state === 'off') this.#speaking = null;
        return;
      case 'turn':
        this.#applyTurn(event);
        return;
      case 'clause': {
        const turn = this.#turns.get(keyOf(event));
        // the rest of a torn clause is in its clause's text already
        if (turn && event.reason !== 'moderated' && event.continues === undefined) {
          const joint = turn.reply === '' || /[\u3000-\u9fff\uff00-\uffef]$/.test(turn.reply) ? '' : ' ';
          this.#turns.set(keyOf(event), { ...turn, reply: `${turn.reply}${joint}${event.text}`.slice(0, maxReplyLength) });
        }
        this.#clauseTexts.set(event.clauseId, event.text);
        // its name may have been another show's, or that of a turn that begins anew
        this.#clauseWords.delete(event.clauseId);
        if (this.#clauseTexts.size > maxTurns * 4) this.#clauseTexts.delete(this.#clauseTexts.keys().next().value ?? '');
        return;
      }
      case 'speech-started':
        this.#speaking = {
          turnId: event.turnId,
          clauseId: event.clauseId,
          text: this.#clauseTexts.get(event.clauseId) ?? '',
          sinceMs: event.heardAtMs,
          words: [...(this.#clauseWords.get(event.clauseId) ?? [])],
        };
        return;
      case 'words':
        this.#clauseWords.set(event.clauseId, event.words);
        if (this.#clauseWords.size > maxTurns) this.#clauseWords.delete(this.#clauseWords.keys().next().value ?? '');
        if (this.#speaking?.clauseId === event.clauseId) this.#speaking = { ...this.#speaking, words: [...event.words] };
        return;
      case 'speech-ended':
        if (this.#speaking?.clauseId === event.clauseId) this.#speaking = null;
        return;
      case 'cancelled':
        this.#speaking = null;
        return;
      case 'destination': {
        const known = this.#destinations.get(event.destinationId);
        if (known)
          this.#destinations.set(event.destinationId, {
            destinationId: known.destinationId,
            label: known.label,
            ...(known.kept ? { kept: known.kept } : {}),
            ...(event.figures && event.state !== 'stopped' ? { figures: { queuedMs: 0, ...event.figures } } : {}),
            ...(known.lastProblem && event.state !== 'stopped' ? { lastProblem: known.lastProblem } : {}),
            state: event.state,
            ...(event.message ? { message: event.message } : {}),
          });
        return;
      }
      case 'air':
        this.patchShow({ air: { ...this.#show.air, phase: event.phase, audience: event.audience, slate: event.slate } });
        return;
      case 'source':
        this.patchShow({ source: event.state });
        return;
      case 'encoding': {
        const { encoder, videoKbps, wantedVideoKbps, cause, message } = event;
        const why = cause === 'start' || cause === 'instead' || cause === 'fallback' ? message : (this.#show.encoding?.why ?? message);
        this.patchShow({ encoding: { encoder, title: videoEncoders[encoder].title, why, videoKbps, wantedVideoKbps } });
        if (cause !== 'start') this.#notice(event.atMs, cause === 'recovered' || cause === 'platform' ? 'info' : 'warn', message);
        return;
      }
      case 'recording':
        this.patchShow({ recordingPath: event.path });
        if (event.message) this.#notice(event.atMs, 'error', event.message);
        return;
      case 'notice':
        this.#notice(event.atMs, event.level, event.message);
        return;
      case 'engine':
        if (event.message) this.#notice(event.atMs, event.state === 'failed' ? 'error' : 'warn', event.message);
        return;
      case 'swap':
        if (event.message) this.#notice(event.atMs, 'warn', event.message);
        return;
      case 'parameters':
      case 'music':
      case 'process':
      case 'hearing':
      case 'speech-heard':
        return;
    }
  }

  snapshot(live: LiveParts): StudioSnapshot {
    return {
      show: this.#show,
      speaking: this.#speaking,
      turns: Array.from(this.#turns.values()),
      destinations: Array.from(this.#destinations.values()),
      notices: Array.from(this.#notices),
      ...live,
    };
  }

  #applyTurn(event: Extract<ShowEvent, { type: 'turn' }>): void {
    const before = this.#turns.get(keyOf(event));
    this.#turns.set(keyOf(event), {
      showId: event.showId,
      turnId: event.turnId,
      author: event.author,
      text: event.text,
      state: event.state,
      // a turn that begins anew is answered from its beginning
      reply: event.state === 'queued' ? '' : (before?.reply ?? ''),
      atMs: before?.atMs ?? event.atMs,
      ...(event.kind ? { kind: event.kind } : {}),
      ...(event.pinned ? { pinned: true } : {}),
      ...(event.reason ? { reason: event.reason } : {}),
    });
    if (this.#turns.size > maxTurns) this.#turns.delete(this.#turns.keys().next().value ?? '');
  }

  #notice(atMs: number, level: 'info' | 'warn' | 'error', message: { en: string; zh: string }): void {
    const last = this.#notices.at(-1);
    if (last && last.message.en === message.en) this.#notices.pop();
    this.#notices.push({ atMs, level, message });
    if (this.#notices.length > maxNotices) this.#notices.shift();
  }
}

/** Turn ids begin anew with each show. */
const keyOf = ({ showId, turnId }: { readonly showId: string; readonly turnId: string }): string => `${showId} ${turnId}`;

function emptyShow(): StudioSnapshot['show'] {
  return {
    state: 'off',
    showId: null,
    sinceMs: null,
    previewUrl: null,
    rtmpUrl: null,
    recordingPath: null,
    source: null,
    air: { ...airOff, ownSlate: 'none' },
    framesHeldSpeaking: 0,
    framesSkipped: 0,
    width: 1280,
    height: 720,
    fps: 30,
    encoding: null,
  };
}
