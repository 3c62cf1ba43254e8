/**
 * What the beacon engines put into sound and picture, and `vanchor verify` reads back: the text that carries a clause's number, the tones, the barcode.
 * Pure data and arithmetic; knows neither PCM nor pixels.
 *
 * Text: a clause says `#<turn>.<clause>` or `#<turn>.<clause>/<clauses in the turn>` anywhere in its words, for example "Beacon #12.3/4.".
 * A clause without it is spoken with numbers hashed from its ids and a different start symbol: it is counted, but never called lost or out of order.
 *
 * Sound: twelve DTMF symbols, one every `slotMs`: start, turn (4 digits), clause (2), clauses in the turn (2, 00 = unknown), check (2), end.
 * The first sample of the start tone is the moment that the A/V offset is measured from.
 *
 * Picture: a square canvas of 32 x 32 modules on white. Two copies of one stripe (7 modules high): a finder at each end, between them 7 x 7 cells
 * of 2 x 1 modules with 49 bits: frame number (24), speaking (1), dominant viseme (4), jaw (4), CRC-16. Below, a block that is black while speaking, for the eye.
 */
import type { ClauseId, TurnId } from './ids.ts';
import type { Viseme } from './visemes.ts';

// --- text
export interface BeaconNumber {
  /** 0..9999 */
  readonly turn: number;
  /** 1..99 by convention */
  readonly clause: number;
  /** Clauses in the turn, 0 = not told. */
  readonly clauses: number;
}

/** Words for one clause. */
export function beaconText(turn: number, clause: number, clauses = 0): string {
  return `Beacon #${turn}.${clause}${clauses > 0 ? `/${clauses}` : ''}`;
}

/** Words for a whole turn: a sentence per clause, so that each is spoken as a clause of its own. */
export function beaconTurnText(turn: number, clauses: number): string {
  return Array.from({ length: clauses }, (_, index) => `${beaconText(turn, index + 1, clauses)}.`).join(' ');
}

export function parseBeaconText(text: string): BeaconNumber | null {
  const match = /#(\d{1,4})\.(\d{1,2})(?:\/(\d{1,2}))?(?![\d/])/.exec(text);
  if (!match) return null;
  return { turn: Number(match[1]), clause: Number(match[2]), clauses: Number(match[3] ?? 0) };
}

/** Numbers for a clause that carries none: stable for the same ids, without order. */
export function hashedBeaconNumber(turnId: TurnId, clauseId: ClauseId): BeaconNumber {
  return { turn: hash(turnId) % 1000, clause: hash(clauseId) % 100, clauses: 0 };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

// --- sound
export const beaconSampleRate = 48_000;
/** Amplitude of each of the two sines, full scale = 1. */
export const beaconToneLevel = 0.2;
export const beaconTiming = Object.freeze({ toneMs: 70, gapMs: 30, slotMs: 100, rampMs: 1.5 });

export const dtmfRowsHz = [697, 770, 852, 941] as const;
export const dtmfColumnsHz = [1209, 1336, 1477, 1633] as const;
/** By row, then column. */
export const dtmfSymbols = ['1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D'] as const;
export type DtmfSymbol = (typeof dtmfSymbols)[number];

export const numberedStart = '*' satisfies DtmfSymbol;
export const hashedStart = 'D' satisfies DtmfSymbol;
export const clauseEnd = '#' satisfies DtmfSymbol;
/** Start and end included. */
export const beaconSlots = 12;
export const beaconClauseMs = beaconSlots * beaconTiming.slotMs;

/** Visemes by slot: an unmistakable first one, then open and closed in turn. */
export function beaconViseme(slot: number): Viseme {
  if (slot === 0) return 'O';
  return slot % 2 === 0 ? 'aa' : 'PP';
}

/** The ten digits between start and end. */
export function packBeaconDigits(number: BeaconNumber): string {
  const body = pad(number.turn % 10_000, 4) + pad(number.clause % 100, 2) + pad(number.clauses % 100, 2);
  return body + pad(checkDigits(body), 2);
}

/** null = the check digits do not agree. */
export function unpackBeaconDigits(digits: string): BeaconNumber | null {
  if (!/^\d{10}$/.test(digits) || Number(digits.slice(8)) !== checkDigits(digits.slice(0, 8))) return null;
  return { turn: Number(digits.slice(0, 4)), clause: Number(digits.slice(4, 6)), clauses: Number(digits.slice(6, 8)) };
}

/** Weighted modulo 97: finds every single wrong digit and every swap of neighbours. */
function checkDigits(body: string): number {
  let sum = 0;
  for (const digit of body) sum = (sum * 10 + Number(digit)) % 97;
  return sum;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

// --- picture
/** In modules; the canvas is `canvas` x `canvas`. */
export const barcodeLayout = Object.freeze({
  canvas: 32,
  finderSize: 7,
  leftFinderX: 1,
  rightFinderX: 24,
  dataX: 9,
  cellsPerRow: 7,
  cellWidth: 2,
  rows: 7,
  stripeTops: [3, 13] as const,
  lamp: { x: 9, y: 22, width: 14, height: 6 },
});

export interface BarcodePayload {
  /** Programme frame number modulo 2^24. */
  readonly frame: number;
  readonly speaking: boolean;
  /** Index of the heaviest viseme. */
  readonly viseme: number;
  /** 0..15 */
  readonly jaw: number;
}
export const barcodeBits = 49;
const payloadBits = 33;
export const barcodeFrameModulus = 2 ** 24;

/** One byte (0 or 1) per bit, most significant first, in reading order of the cells. 1 = black. */
export function packBarcode(payload: BarcodePayload): Uint8Array {
  const bits = new Uint8Array(barcodeBits);
  let at = 0;
  const put = (value: number, length: number): void => {
    for (let bit = length - 1; bit >= 0; bit--) bits[at++] = (value >>> bit) & 1;
  };
  put(payload.frame % barcodeFrameModulus, 24);
  put(payload.speaking ? 1 : 0, 1);
  put(payload.viseme & 15, 4);
  put(Math.max(0, Math.min(15, Math.round(payload.jaw))), 4);
  put(crc16(bits, payloadBits), 16);
  return bits;
}

/** null = the checksum does not agree. */
export function unpackBarcode(bits: Uint8Array): BarcodePayload | null {
  if (bits.length !== barcodeBits) return null;
  let at = 0;
  const take = (length: number): number => {
    let value = 0;
    for (let bit = 0; bit < length; bit++) value = value * 2 + (bits[at++] ?? 0);
    return value;
  };
  const payload = { frame: take(24), speaking: take(1) === 1, viseme: take(4), jaw: take(4) };
  return take(16) === crc16(bits, payloadBits) ? payload : null;
}

/** CRC-16/CCITT-FALSE over single bits. */
function crc16(bits: Uint8Array, length: number): number {
  let crc = 0xffff;
  for (let index = 0; index < length; index++) {
    const carry = ((crc >>> 15) & 1) ^ (bits[index] ?? 0);
    crc = (crc << 1) & 0xffff;
    if (carry) crc ^= 0x1021;
  }
  return crc;
}

// --- the mark of the beacon lens, in the white rows between the lower stripe and the lamp
export type LensMark = 'left' | 'right';

/** In pixels of a face canvas of `size`. */
export function lensMarks(size: number): Readonly<Record<LensMark, { x: number; y: number; width: number; height: number }>> {
  const module = size / barcodeLayout.canvas;
  const mark = (column: number): { x: number; y: number; width: number; height: number } => ({
    x: Math.round(column * module),
    y: Math.round((barcodeLayout.lamp.y - 1.75) * module),
    width: Math.round(4 * module),
    height: Math.round(1.5 * module),
  });
  return { left: mark(barcodeLayout.dataX), right: mark(barcodeLayout.dataX + 10) };
}

/** It alternates, so that a mark of another frame is found out. The paper is 235. */
export const lensMarkLuma = (frame: number): number => (frame % 2 === 0 ? 16 : 90);
