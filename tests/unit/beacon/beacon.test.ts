/** The beacon's agreement: what one side packs, the other side unpacks, and damage is noticed. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  barcodeBits,
  beaconText,
  beaconTurnText,
  hashedBeaconNumber,
  packBarcode,
  packBeaconDigits,
  parseBeaconText,
  unpackBarcode,
  unpackBeaconDigits,
} from '../../../main/contract/beacon.ts';
import { createClauseSplitter } from '../../../main/conversation/clause-splitter.ts';
import { asClauseId, asTurnId } from '../../../main/contract/ids.ts';

const anyNumber = fc.record({
  turn: fc.integer({ min: 0, max: 9999 }),
  clause: fc.integer({ min: 1, max: 99 }),
  clauses: fc.integer({ min: 0, max: 99 }),
});

describe('text', () => {
  test('says and reads the number', () => {
    fc.assert(
      fc.property(anyNumber, ({ turn, clause, clauses }) => {
        expect(parseBeaconText(`${beaconText(turn, clause, clauses)},`)).toEqual({ turn, clause, clauses });
      }),
    );
  });
  test.each(['', 'turn 12 clause 3', '#12', '#12.345', '#12.3/123', 'issue #.5'])('"%s" carries none', (text) => {
    expect(parseBeaconText(text)).toBeNull();
  });
  test('a turn is spoken clause by clause', () => {
    const splitter = createClauseSplitter();
    const clauses = [...splitter.push(beaconTurnText(12, 3)), ...splitter.end()];
    expect(clauses.map(parseBeaconText)).toEqual([1, 2, 3].map((clause) => ({ turn: 12, clause, clauses: 3 })));
  });
  test('numbers from ids are stable and in range', () => {
    const number = hashedBeaconNumber(asTurnId('turn-a'), asClauseId('clause-a'));
    expect(hashedBeaconNumber(asTurnId('turn-a'), asClauseId('clause-a'))).toEqual(number);
    expect(hashedBeaconNumber(asTurnId('turn-b'), asClauseId('clause-a'))).not.toEqual(number);
    expect(packBeaconDigits(number)).toHaveLength(10);
  });
});

describe('digits', () => {
  test('come back', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        expect(unpackBeaconDigits(packBeaconDigits(number))).toEqual(number);
      }),
    );
  });
  test('every single wrong digit and every swap of neighbours is noticed', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (number, at, change) => {
        const digits = Array.from(packBeaconDigits(number));
        const wrong = digits.with(at, String((Number(digits[at]) + change) % 10));
        expect(unpackBeaconDigits(wrong.join(''))).toBeNull();
        const here = digits[at] ?? '';
        const next = digits[at + 1];
        if (at >= 7 || next === undefined || next === here) return;
        expect(
          unpackBeaconDigits(
            digits
              .with(at, next)
              .with(at + 1, here)
              .join(''),
          ),
        ).toBeNull();
      }),
    );
  });
});

describe('barcode', () => {
  const anyPayload = fc.record({
    frame: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
    speaking: fc.boolean(),
    viseme: fc.integer({ min: 0, max: 14 }),
    jaw: fc.integer({ min: 0, max: 15 }),
  });
  test('comes back', () => {
    fc.assert(
      fc.property(anyPayload, (payload) => {
        expect(unpackBarcode(packBarcode(payload))).toEqual(payload);
      }),
    );
  });
  test('up to three wrong cells are noticed', () => {
    const cells = fc.uniqueArray(fc.integer({ min: 0, max: barcodeBits - 1 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(anyPayload, cells, (payload, wrong) => {
        const bits = packBarcode(payload);
        for (const at of wrong) bits[at] = 1 - (bits[at] ?? 0);
        expect(unpackBarcode(bits)).toBeNull();
      }),
    );
  });
});
