/** Mouth shapes: closed is closed, jaw opens in proportion, emotions bend, nothing leaves its range. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emotions } from '../../../main/contract/speech.ts';
import { visemeCount, visemeIndex, visemes, type Viseme } from '../../../main/contract/visemes.ts';
import { touching } from '../../../main/engines/entries/puppet/features/draw-mouth.ts';
import { featuresOf, neutralFeatures } from '../../../main/engines/entries/puppet/features/expressions.ts';
import { mouthShape } from '../../../main/engines/entries/puppet/features/mouth-shape.ts';

const only = (viseme: Viseme): number[] => visemes.map((v) => (v === viseme ? 1 : 0));

describe('a mouth shape', () => {
  it('is closed for p, b, m in every emotion and at every jaw', () => {
    for (const emotion of emotions) {
      for (const jaw of [0, 0.5, 1]) {
        const shape = mouthShape(only('PP'), jaw, featuresOf(emotion, 1));
        expect(shape.up + shape.down).toBeLessThan(touching);
      }
    }
  });

  it('is closed in neutral silence and ajar in surprise', () => {
    const silent = mouthShape(only('sil'), 0, neutralFeatures);
    expect(silent.up + silent.down).toBe(0);
    const surprised = mouthShape(only('sil'), 0, featuresOf('surprised', 1));
    expect(surprised.down).toBeGreaterThan(4);
  });

  it('shows upper teeth on the lower lip for f: the opening is no higher than they are', () => {
    const shape = mouthShape(only('FF'), 0.07, neutralFeatures);
    expect(shape.tuck).toBe(1);
    expect(shape.teethUp).toBeGreaterThanOrEqual((shape.up + shape.down) * 0.95);
  });

  it('opens further with the jaw and is rounder for o and u than for i', () => {
    expect(mouthShape(only('aa'), 1, neutralFeatures).down).toBeGreaterThan(mouthShape(only('aa'), 0.3, neutralFeatures).down * 1.3);
    const [o, u, i] = (['O', 'U', 'I'] as const).map((v) => mouthShape(only(v), 0.4, neutralFeatures));
    expect(o?.round).toBeGreaterThan(0.9);
    expect(u?.width).toBeLessThan((i?.width ?? 0) * 0.5);
  });

  it('changes little when the weights change little, and stays finite', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: visemeCount, maxLength: visemeCount });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...emotions), (raw, jaw, emotion) => {
        const sum = raw.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0.5);
        const normal = raw.map((w) => w / sum);
        const features = featuresOf(emotion, 1);
        const shape = Object.values(mouthShape(normal, jaw, features));
        const index = visemeIndex.aa;
        const nudged = mouthShape(
          normal.map((w, i) => (i === index ? w + 0.001 : w)),
          jaw,
          features,
        );
        for (const [i, n] of Object.values(nudged).entries()) {
          expect(Number.isFinite(n)).toBe(true);
          expect(Math.abs(n - (shape[i] ?? 0))).toBeLessThan(0.5);
        }
      }),
    );
  });
});
