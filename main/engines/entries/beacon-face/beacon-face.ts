/** The beacon as a face: every cue becomes a barcode with its frame number, whether it speaks, and what its mouth does. */
import { barcodeLayout, type BarcodePayload } from '../../../contract/beacon.ts';
import type { FrameCue } from '../../../contract/cues.ts';
import { poseCue } from '../../../contract/pose-cue.ts';
import { emotions } from '../../../contract/speech.ts';
import { visemes } from '../../../contract/visemes.ts';
import type { DrawnFrame, EngineOf, LoadedFace } from '../../child/types.ts';
import { EngineError } from '../../contract/engine-error.ts';
import { barcodeDataRect, drawBarcodeBase, drawBarcodeCells, toI420a } from './draw-barcode.ts';

const defaultSize = 640;
/** Modules of 16 pixels at least, on even pixels. */
const sizeStep = 64;
const smallestSize = 512;
const largestSize = 1920;
const warmUpFrames = 20;

export const beaconFace: EngineOf<LoadedFace> = {
  async load(spec) {
    const size = parseSize(spec.options['size']);
    const draw = createBarcodeDrawer(size);
    const costMsPerFrame = measureCost(draw);
    let base: 'owed' | 'sent' = 'owed';
    return {
      signature: {
        kind: 'face',
        width: size,
        height: size,
        format: 'i420a',
        visemes,
        emotions,
        lookaheadMs: 0,
        batch: 1,
        needsPcm: false,
        costMsPerFrame,
      },
      connected() {
        base = 'owed';
      },
      async frames(cues, emit) {
        for (const cue of cues) {
          const picture = base === 'owed' ? draw.base(cue) : draw.change(cue);
          base = 'sent';
          await emit(cue, picture);
        }
      },
      unload() {},
    };
  },
};

export function parseSize(option: unknown): number {
  if (option === undefined) return defaultSize;
  if (typeof option === 'number' && Number.isInteger(option / sizeStep) && option >= smallestSize && option <= largestSize) return option;
  throw new EngineError(
    'bad-options',
    `The beacon face's size must be a multiple of ${sizeStep} from ${smallestSize} to ${largestSize} pixels, not ${JSON.stringify(option)}`,
  );
}

export function payloadOfCue(cue: FrameCue): BarcodePayload {
  let viseme = 0;
  cue.visemes.forEach((weight, index) => {
    if (weight > (cue.visemes[viseme] ?? 0)) viseme = index;
  });
  return { frame: cue.frame, speaking: cue.speaking, viseme, jaw: cue.jaw * 15 };
}

export interface BarcodeDrawer {
  /** The whole canvas. */
  base(cue: FrameCue): DrawnFrame;
  /** Only what differs from the base. The pixels are overwritten by the next call. */
  change(cue: FrameCue): DrawnFrame;
}

export function createBarcodeDrawer(size: number): BarcodeDrawer {
  const module = size / barcodeLayout.canvas;
  const rect = barcodeDataRect(size);
  const whole = { x: 0, y: 0, width: size, height: size };
  const emptyCells = new Uint8Array(rect.width * rect.height).fill(235);
  const cells = toI420a(emptyCells, rect.width, rect.height);
  return {
    base(cue) {
      const data = drawBarcodeBase(size);
      drawBarcodeCells(data, size, whole, module, payloadOfCue(cue));
      return { rect: whole, base: true, data };
    },
    change(cue) {
      drawBarcodeCells(cells, rect.width, rect, module, payloadOfCue(cue));
      return { rect, base: false, data: cells };
    },
  };
}

function measureCost(draw: BarcodeDrawer): number {
  const costs: number[] = [];
  for (let frame = 0; frame < warmUpFrames; frame++) {
    const from = performance.now();
    draw.change(idleCue(frame));
    costs.push(performance.now() - from);
  }
  costs.sort((a, b) => a - b);
  return costs[warmUpFrames >> 1] ?? 0;
}

const idleCue = (frame: number): FrameCue => poseCue('sil', { frame });
