/** What a character is made of: still layers with the depth and the hang that they are moved by, and the styles of the parts that are drawn for each frame. */
import type { Box, Ink } from '../ink/ink.ts';
import type { Finish } from '../ink/still.ts';

export const characters = ['mira', 'kai'] as const;
export type CharacterName = (typeof characters)[number];

/** A part of the head. Head units: the origin is between the eyes. */
export interface HeadLayer {
  readonly box: Box;
  readonly draw: (ink: Ink) => void;
  readonly finish?: Finish;
  /** Depth + towards the viewer, at y = 0 and per unit of y. */
  readonly near: number;
  readonly slope?: number;
  /** Hangs freely below `fromY`; `gain` says how limp it is, `seed` which slow wander it has. */
  readonly hang?: { readonly fromY: number; readonly gain: number; readonly seed: number };
  /** The skin of the face: the chin goes down with the jaw and lies nearer than the temples. */
  readonly jaw?: { readonly hingeY: number; readonly chinY: number };
}
/** A part of the torso. Picture units, 640 high. */
export interface TorsoLayer {
  readonly box: Box;
  readonly draw: (ink: Ink) => void;
  readonly finish?: Finish;
}

export interface EyeStyle {
  /** Of the middle of the eye: head units, for the viewer's right eye. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly width: number;
  readonly height: number;
  readonly irisWidth: number;
  readonly irisHeight: number;
  /** Rise of the outer corner. */
  readonly tilt: number;
  readonly lash: number;
  /** Single lashes at the outer corner and below. */
  readonly lashes: 'long' | 'none';
  readonly colours: {
    readonly lash: string;
    readonly lashWarm: string;
    readonly crease: string;
    readonly white: string;
    readonly whiteShade: string;
    readonly irisTop: string;
    readonly irisMiddle: string;
    readonly irisLow: string;
    readonly irisGlow: string;
    readonly irisLine: string;
    readonly pupil: string;
  };
}
export interface BrowStyle {
  readonly y: number;
  readonly inner: number;
  readonly outer: number;
  readonly thickness: number;
  readonly arch: number;
  readonly colour: string;
}
export interface MouthStyle {
  readonly y: number;
  readonly z: number;
  readonly size: number;
  /** 0 = a line only, 1 = painted lips. */
  readonly lips: number;
  readonly colours: {
    readonly line: string;
    readonly lip: string;
    readonly lipLight: string;
    readonly dark: string;
    readonly warm: string;
    readonly tongue: string;
    readonly tongueLight: string;
    readonly teeth: string;
    readonly teethShade: string;
    readonly shade: string;
  };
}
export interface NoseStyle {
  readonly y: number;
  readonly z: number;
  /** 0 = hardly there. */
  readonly weight: number;
  readonly line: string;
  readonly shade: string;
  readonly light: string;
}

export interface Look {
  readonly backHair: readonly HeadLayer[];
  /** Behind the neck: the far side of the collar, a hood. */
  readonly torsoBack: TorsoLayer;
  readonly neck: TorsoLayer;
  readonly torso: TorsoLayer;
  readonly chinShadow: HeadLayer;
  readonly ears: HeadLayer;
  readonly face: HeadLayer;
  readonly hairShadow: HeadLayer;
  /** In front of the face, from the back to the front; brows and eyes show through these a little. */
  readonly frontHair: readonly HeadLayer[];
  /** Over everything. */
  readonly gear: readonly HeadLayer[];
  readonly eyes: EyeStyle;
  readonly brows: BrowStyle;
  readonly mouth: MouthStyle;
  readonly nose: NoseStyle;
  /** Drawn as strongly as the expression says. */
  readonly blush: HeadLayer;
}
