/** Groups DTMF symbols into beacon clauses and says what became of each. Pure; a clause's symbols must lie on the grid that its start tone sets. */
import {
  beaconSlots,
  beaconTiming,
  clauseEnd,
  hashedStart,
  numberedStart,
  unpackBeaconDigits,
  type BeaconNumber,
} from '../../contract/beacon.ts';
import type { HeardSilence, HeardSymbol, ToneListener } from './read-tones.ts';

const gridToleranceSeconds = 0.012;
const slotSeconds = beaconTiming.slotMs / 1000;
const clauseSeconds = beaconSlots * slotSeconds;
/** A tone this much too short has lost its beginning. */
const shortToneSeconds = (beaconTiming.toneMs - 12) / 1000;
/** Symbols without a start belong together up to this pause. */
const headlessPauseSeconds = 0.3;

export interface HeardClause {
  /** 'hashed' ones carry no order; 'unknown' = too little was heard. */
  readonly numbering: 'numbered' | 'hashed' | 'unknown';
  readonly number: BeaconNumber | null;
  /** Onset of the start tone; for 'headless' ones the first symbol heard. */
  readonly atSeconds: number;
  readonly untilSeconds: number;
  /** complete | damaged (start and end, but not all between) | cut (no end) | headless (no start) | unfinished (the recording ended in it) */
  readonly state: 'complete' | 'damaged' | 'cut' | 'headless' | 'unfinished';
  /** Longest silence inside, 0 when there is none longer than the gap between two symbols. */
  readonly silenceMs: number;
  /** As heard, '.' for a symbol that was expected and not heard. */
  readonly symbols: string;
}

export interface ClauseGrouper extends ToneListener {
  /** `endSeconds`: the end of the recording. */
  end(endSeconds: number): readonly HeardClause[];
}

interface OpenClause {
  readonly start: HeardSymbol;
  readonly slots: (string | undefined)[];
  last: HeardSymbol;
  lastSlot: number;
  silenceMs: number;
  /** A tone was too short. */
  clipped: boolean;
}

/** `beginSeconds`: a headless clause right at the beginning is no fault, the listener joined in the middle of it. */
export function createClauseGrouper(beginSeconds: () => number): ClauseGrouper {
  const clauses: HeardClause[] = [];
  let open: OpenClause | undefined;
  let headless: HeardSymbol[] = [];
  let silences: HeardSilence[] = [];

  function closeOpen(state: 'cut' | 'ended' | 'unfinished'): void {
    if (open) clauses.push(describeOpen(open, state));
    open = undefined;
    silences = [];
  }

  function closeHeadless(): void {
    const first = headless[0];
    const last = headless.at(-1);
    if (first && last && first.atSeconds - beginSeconds() > clauseSeconds) clauses.push(describeHeadless(headless, first, last));
    headless = [];
  }

  function addToOpen(clause: OpenClause, heard: HeardSymbol): boolean {
    // Silence may have eaten the beginning of this tone: then its end tells where it belongs.
    const begin = silences.length > 0 ? wholeTone(heard) : heard.atSeconds;
    const since = begin - clause.start.atSeconds;
    const slot = Math.round(since / slotSeconds);
    if (slot <= clause.lastSlot || slot >= beaconSlots || Math.abs(since - slot * slotSeconds) > gridToleranceSeconds) return false;
    if ((heard.symbol === clauseEnd) !== (slot === beaconSlots - 1)) return false;
    clause.slots[slot] = heard.symbol;
    clause.lastSlot = slot;
    clause.last = heard;
    clause.clipped ||= isClipped(heard);
    for (const silence of silences) clause.silenceMs = Math.max(clause.silenceMs, (silence.untilSeconds - silence.fromSeconds) * 1000);
    silences = [];
    return true;
  }

  return {
    silence(heard) {
      if (open && silences.length < 64) silences.push(heard);
    },
    symbol(heard) {
      if (heard.symbol === numberedStart || heard.symbol === hashedStart) {
        closeOpen('cut');
        closeHeadless();
        open = {
          start: { ...heard, atSeconds: wholeTone(heard) },
          slots: [heard.symbol],
          last: heard,
          lastSlot: 0,
          silenceMs: 0,
          clipped: isClipped(heard),
        };
        return;
      }
      if (open) {
        if (addToOpen(open, heard)) {
          if (heard.symbol === clauseEnd) closeOpen('ended');
          return;
        }
        closeOpen('cut');
      }
      const previous = headless.at(-1);
      if (previous && heard.atSeconds - previous.untilSeconds > headlessPauseSeconds) closeHeadless();
      headless.push(heard);
      if (heard.symbol === clauseEnd || headless.length > beaconSlots) closeHeadless();
    },
    end(endSeconds) {
      if (open) closeOpen(endSeconds - open.start.atSeconds < clauseSeconds + slotSeconds ? 'unfinished' : 'cut');
      closeHeadless();
      return clauses;
    },
  };
}

/** When a tone began, or would have begun if its beginning had not been lost. */
function wholeTone(heard: HeardSymbol): number {
  return isClipped(heard) ? heard.untilSeconds - beaconTiming.toneMs / 1000 : heard.atSeconds;
}

function isClipped(heard: HeardSymbol): boolean {
  return heard.untilSeconds - heard.atSeconds < shortToneSeconds;
}

function describeOpen(clause: OpenClause, end: 'cut' | 'ended' | 'unfinished'): HeardClause {
  const symbols = Array.from({ length: clause.lastSlot + 1 }, (_, slot) => clause.slots[slot] ?? '.').join('');
  const checked = unpackBeaconDigits(symbols.slice(1, 11));
  // Without an end the check digits may be missing: turn and clause as heard are the best that there is.
  const number = checked ?? (end === 'ended' ? null : uncheckedNumber(symbols.slice(1)));
  const hashed = clause.start.symbol === hashedStart;
  return {
    numbering: number === null ? 'unknown' : hashed ? 'hashed' : 'numbered',
    number,
    atSeconds: clause.start.atSeconds,
    untilSeconds: clause.last.untilSeconds,
    state: end === 'ended' ? (checked && clause.silenceMs === 0 && !clause.clipped ? 'complete' : 'damaged') : end,
    silenceMs: Math.round(clause.silenceMs * 10) / 10,
    symbols,
  };
}

function describeHeadless(heard: readonly HeardSymbol[], first: HeardSymbol, last: HeardSymbol): HeardClause {
  const symbols = heard.map((symbol) => symbol.symbol).join('');
  const number = last.symbol === clauseEnd ? unpackBeaconDigits(symbols.slice(0, -1)) : null;
  return {
    numbering: number ? 'numbered' : 'unknown',
    number,
    atSeconds: first.atSeconds,
    untilSeconds: last.untilSeconds,
    state: 'headless',
    silenceMs: 0,
    symbols,
  };
}

function uncheckedNumber(digits: string): BeaconNumber | null {
  const match = /^(\d{4})(\d{2})(\d{2})?/.exec(digits);
  return match ? { turn: Number(match[1]), clause: Number(match[2]), clauses: Number(match[3] ?? 0) } : null;
}
