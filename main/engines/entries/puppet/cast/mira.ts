/** Mira: a bright presenter with long hair and large eyes. */
import type { Look, TorsoLayer } from './cast.ts';
import { hairShadowLayer } from './hair-shadow.ts';
import { boomLayer, headsetLayers, type HeadsetPalette } from './headset.ts';
import { blazerBack, blazerTorso } from './mira-blazer.ts';
import { hoodieBack, hoodieTorso } from './mira-hoodie.ts';
import { miraBackHair, miraFringe, miraSideLocks } from './mira-hair.ts';
import { between } from '../ink/ink.ts';
import { eyes, hairs, skins, type EyePalette, type HairPalette } from './palettes.ts';
import { blushLayer, chinShadowLayer, earsLayer, faceLayer, neckLayer, type FaceShape } from './skin.ts';

const face: FaceShape = {
  outline:
    'M-87 -44 C-92 -8 -92 24 -86 46 C-79 71 -48 97 -15 114 C-6 119 6 119 15 114 C48 97 79 71 86 46 C92 24 92 -8 87 -44 C80 -108 42 -130 0 -130 C-42 -130 -80 -108 -86 -44 Z',
  chinY: 117,
  topY: -98,
  lineWidth: 1.8,
  jawShade: 'M98 6 C96 40 88 62 70 80 C52 98 30 112 10 118 C36 106 58 90 70 70 C80 52 84 30 85 2 Z',
};

const headset: HeadsetPalette = {
  shell: '#f4eff7',
  shellLight: '#ffffff',
  shellDark: '#b9aec9',
  accent: '#ef6f7d',
  accentLight: '#ffb0ac',
  cushion: '#574c6b',
  line: '#2f2742',
};

const softHeadset: HeadsetPalette = {
  shell: '#5a5170',
  shellLight: '#857a9f',
  shellDark: '#3a3350',
  accent: '#f48fb8',
  accentLight: '#ffd0e2',
  cushion: '#9b8fb8',
  line: '#251f38',
};

export type MiraOutfit = 'blazer' | 'hoodie';

interface Wardrobe {
  readonly hair: HairPalette;
  readonly eye: EyePalette;
  readonly headset: HeadsetPalette;
  readonly ears: 'none' | 'cat';
  readonly torso: TorsoLayer;
  readonly torsoBack: TorsoLayer;
}
const wardrobe: Readonly<Record<MiraOutfit, Wardrobe>> = {
  blazer: { hair: hairs.rosewood, eye: eyes.teal, headset, ears: 'none', torso: blazerTorso, torsoBack: blazerBack },
  hoodie: { hair: hairs.lilac, eye: eyes.orchid, headset: softHeadset, ears: 'cat', torso: hoodieTorso, torsoBack: hoodieBack },
};

export function miraLook(outfit: MiraOutfit): Look {
  const skin = skins.fair;
  const { hair, eye, headset, ears, torso, torsoBack } = wardrobe[outfit];
  const fringe = miraFringe(hair);
  const locks = miraSideLocks(hair);
  return {
    backHair: [miraBackHair(hair)],
    torsoBack,
    neck: neckLayer(skin, 27, 'C280 470 300 500 320 500 C340 500 360 470 370 416', outfit === 'hoodie' ? 'shown' : 'hidden'),
    torso,
    chinShadow: chinShadowLayer(skin, face),
    ears: earsLayer(skin, 88, 26, 0.86),
    face: faceLayer(skin, face),
    hairShadow: hairShadowLayer('rgba(208,116,112,0.42)', [fringe, ...locks], -58),
    frontHair: [...locks, fringe],
    gear: [...headsetLayers(headset, ears), boomLayer(headset)],
    eyes: {
      x: 44,
      y: 22,
      z: 70,
      width: 56,
      height: 51,
      irisWidth: 37,
      irisHeight: 47,
      tilt: 2.5,
      lash: 6.4,
      lashes: 'long',
      colours: {
        ...eye,
        lash: between(hair.line, '#1c1018', 0.5),
        lashWarm: '#5e2c38',
        crease: '#a85e5c',
        white: '#fffdfc',
        whiteShade: '#cdbfd8',
      },
    },
    brows: { y: -26, inner: 19, outer: 67, thickness: 4.6, arch: 6, colour: between(hair.line, hair.shade, 0.35) },
    mouth: {
      y: 84,
      z: 82,
      size: 1.1,
      lips: 0.5,
      colours: {
        line: '#8a343d',
        lip: '#f08d8b',
        lipLight: '#ffe9e4',
        dark: '#5a1728',
        warm: '#a83a47',
        tongue: '#e06a74',
        tongueLight: '#f59a98',
        teeth: '#fffdfa',
        teethShade: '#e3cdd0',
        shade: skin.shade,
      },
    },
    nose: { y: 58, z: 94, weight: 0.2, line: '#b8655d', shade: skin.shade, light: '#ffffff' },
    blush: blushLayer(skin, 58, 58, 0.9),
  };
}
