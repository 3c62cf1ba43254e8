/** Kai: a calm presenter with short hair, a longer face and narrower eyes. */
import { between } from '../ink/ink.ts';
import type { HeadLayer, Look, TorsoLayer } from './cast.ts';
import { glassesLayer } from './glasses.ts';
import { hairShadowLayer } from './hair-shadow.ts';
import { boomLayer, headsetLayers, type HeadsetPalette } from './headset.ts';
import { kaiBackHair, kaiFringe, kaiSideLocks } from './kai-hair.ts';
import { jacketBack, jacketTorso } from './kai-jacket.ts';
import { suitBack, suitTorso } from './kai-suit.ts';
import { eyes, hairs, skins, type EyePalette, type HairPalette } from './palettes.ts';
import { blushLayer, chinShadowLayer, earsLayer, faceLayer, neckLayer, type FaceShape } from './skin.ts';

const face: FaceShape = {
  outline:
    'M-85 -44 C-89 -8 -88 26 -83 50 C-78 78 -54 104 -22 121 C-9 127 9 127 22 121 C54 104 78 78 83 50 C88 26 89 -8 85 -44 C79 -108 42 -130 0 -130 C-42 -130 -79 -108 -85 -44 Z',
  chinY: 124,
  topY: -128,
  lineWidth: 1.9,
  jawShade: 'M96 6 C94 42 88 66 72 84 C56 104 34 118 12 125 C38 112 58 96 68 76 C77 58 81 32 82 2 Z',
};

const headset: HeadsetPalette = {
  shell: '#3c4450',
  shellLight: '#6b7686',
  shellDark: '#22272f',
  accent: '#f0a23c',
  accentLight: '#ffd38a',
  cushion: '#5a6472',
  line: '#12151b',
};

export type KaiOutfit = 'suit' | 'jacket';

interface Wardrobe {
  readonly hair: HairPalette;
  readonly eye: EyePalette;
  readonly gear: readonly HeadLayer[];
  readonly torso: TorsoLayer;
  readonly torsoBack: TorsoLayer;
}
const wardrobe: Readonly<Record<KaiOutfit, Wardrobe>> = {
  suit: {
    hair: hairs.midnight,
    eye: eyes.amber,
    gear: [glassesLayer()],
    torso: suitTorso,
    torsoBack: suitBack,
  },
  jacket: {
    hair: hairs.honey,
    eye: eyes.jade,
    gear: [...headsetLayers(headset), boomLayer(headset)],
    torso: jacketTorso,
    torsoBack: jacketBack,
  },
};

export function kaiLook(outfit: KaiOutfit): Look {
  const skin = skins.tan;
  const { hair, eye, gear, torso, torsoBack } = wardrobe[outfit];
  const fringe = kaiFringe(hair);
  const locks = kaiSideLocks(hair);
  return {
    backHair: [kaiBackHair(hair)],
    torsoBack,
    neck: neckLayer(skin, 36, 'C276 470 300 500 320 500 C340 500 364 470 376 416', outfit === 'jacket' ? 'shown' : 'hidden'),
    torso,
    chinShadow: chinShadowLayer(skin, face),
    ears: earsLayer(skin, 88, 24, 1),
    face: faceLayer(skin, face),
    hairShadow: hairShadowLayer('rgba(176,96,80,0.42)', [fringe, ...locks], -104),
    frontHair: [...locks, fringe],
    gear,
    eyes: {
      x: 41,
      y: 20,
      z: 70,
      width: 50,
      height: 38,
      irisWidth: 29,
      irisHeight: 35,
      tilt: 3.4,
      lash: 5.6,
      lashes: 'none',
      colours: {
        ...eye,
        lash: between(hair.line, '#140d12', 0.6),
        lashWarm: '#5a2e2a',
        crease: '#9a5a48',
        white: '#fffdfb',
        whiteShade: '#c9bccb',
      },
    },
    brows: { y: -18, inner: 16, outer: 70, thickness: 7, arch: 5, colour: between(hair.line, hair.shade, 0.3) },
    mouth: {
      y: 90,
      z: 82,
      size: 1.12,
      lips: 0,
      colours: {
        line: '#74352f',
        lip: '#d98574',
        lipLight: '#ffe4d6',
        dark: '#4f1522',
        warm: '#973541',
        tongue: '#d5626c',
        tongueLight: '#ee918d',
        teeth: '#fffdf8',
        teethShade: '#dcc8c4',
        shade: skin.shade,
      },
    },
    nose: { y: 60, z: 96, weight: 0.8, line: '#a05c48', shade: skin.shade, light: '#fff6ec' },
    blush: blushLayer(skin, 56, 60, 0.6),
  };
}
