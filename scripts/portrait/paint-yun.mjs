/** A painted portrait in soft gradients, drawn by this project: shaded skin, closed lips with volume, dark bob, high collar. Units: 1024 x 1024. */

const radial = (ink, x, y, r, ...stops) => {
  const g = ink.createRadialGradient(x, y, 0, x, y, r);
  for (const [at, colour] of stops) g.addColorStop(at, colour);
  return g;
};
const linear = (ink, x0, y0, x1, y1, ...stops) => {
  const g = ink.createLinearGradient(x0, y0, x1, y1);
  for (const [at, colour] of stops) g.addColorStop(at, colour);
  return g;
};
const curve = (ink, points) => {
  ink.beginPath();
  ink.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 6)
    ink.bezierCurveTo(points[i], points[i + 1], points[i + 2], points[i + 3], points[i + 4], points[i + 5]);
};
const fill = (ink, points, style) => {
  curve(ink, points);
  ink.closePath();
  ink.fillStyle = style;
  ink.fill();
};
const glow = (ink, x, y, rx, ry, colour, clear) => {
  ink.save();
  ink.translate(x, y);
  ink.scale(1, ry / rx);
  ink.fillStyle = radial(ink, 0, 0, rx, [0, colour], [1, clear]);
  ink.beginPath();
  ink.arc(0, 0, rx, 0, Math.PI * 2);
  ink.fill();
  ink.restore();
};
const stroke = (ink, points, width, style) => {
  curve(ink, points);
  ink.lineWidth = width;
  ink.strokeStyle = style;
  ink.stroke();
};
const mirrored = (ink, draw) => {
  draw();
  ink.save();
  ink.translate(1024, 0);
  ink.scale(-1, 1);
  draw();
  ink.restore();
};

const face = [
  312, 430, 306, 560, 330, 650, 392, 730, 430, 780, 470, 812, 512, 812, 554, 812, 594, 780, 632, 730, 694, 650, 718, 560, 712, 430, 706,
  250, 610, 190, 512, 190, 414, 190, 318, 250, 312, 430,
];

export function paintYun(ink) {
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  // Back of the hair.
  fill(
    ink,
    [
      512, 96, 300, 92, 214, 250, 222, 470, 214, 640, 226, 760, 262, 836, 330, 870, 400, 850, 440, 800, 584, 800, 624, 850, 694, 870, 762,
      836, 798, 760, 810, 640, 802, 470, 810, 250, 724, 92, 512, 96,
    ]
      .slice(0, 2)
      .concat([
        300, 92, 214, 250, 222, 470, 214, 640, 226, 770, 262, 836, 330, 880, 420, 850, 512, 800, 604, 850, 694, 880, 762, 836, 798, 770,
        810, 640, 802, 470, 810, 250, 724, 92, 512, 96,
      ]),
    linear(ink, 0, 96, 0, 860, [0, '#2b2230'], [0.6, '#1d1723'], [1, '#120d17']),
  );
  // Neck with the chin's shadow.
  fill(
    ink,
    [430, 700, 432, 800, 424, 850, 380, 900, 440, 980, 584, 980, 644, 900, 600, 850, 592, 800, 594, 700],
    linear(ink, 0, 740, 0, 940, [0, '#b9795f'], [0.45, '#d99e80'], [1, '#e6b091']),
  );
  // Coat.
  fill(
    ink,
    [384, 884, 300, 920, 170, 930, 96, 1040, 400, 1060, 620, 1060, 928, 1040, 854, 930, 724, 920, 640, 884, 600, 960, 424, 960, 384, 884],
    linear(ink, 0, 880, 0, 1024, [0, '#3f6d74'], [1, '#234850']),
  );
  mirrored(ink, () => {
    fill(
      ink,
      [384, 868, 372, 900, 396, 960, 512, 1024, 470, 1030, 390, 1010, 340, 930, 336, 900, 356, 876, 384, 868],
      linear(ink, 340, 870, 500, 1020, [0, '#5d949a'], [1, '#2c5860']),
    );
    stroke(ink, [384, 870, 376, 902, 400, 962, 510, 1022], 3, 'rgba(16,40,46,0.6)');
  });
  // Face.
  fill(ink, face, linear(ink, 312, 300, 712, 700, [0, '#fbdcc4'], [0.55, '#f4c9ab'], [1, '#e2a888']));
  ink.save();
  curve(ink, face);
  ink.clip();
  glow(ink, 512, 230, 330, 150, 'rgba(150,84,70,0.5)', 'rgba(150,84,70,0)');
  glow(ink, 700, 620, 150, 260, 'rgba(176,98,78,0.5)', 'rgba(176,98,78,0)');
  glow(ink, 318, 640, 90, 240, 'rgba(190,112,90,0.35)', 'rgba(190,112,90,0)');
  glow(ink, 512, 830, 150, 60, 'rgba(170,96,76,0.45)', 'rgba(170,96,76,0)');
  mirrored(ink, () => {
    glow(ink, 400, 590, 74, 56, 'rgba(236,128,112,0.34)', 'rgba(236,128,112,0)');
    glow(ink, 408, 470, 92, 50, 'rgba(160,90,76,0.32)', 'rgba(160,90,76,0)');
  });
  glow(ink, 470, 360, 120, 80, 'rgba(255,240,224,0.4)', 'rgba(255,240,224,0)');
  glow(ink, 512, 770, 44, 26, 'rgba(255,232,212,0.45)', 'rgba(255,232,212,0)');
  // Nose: planes of light, no outline.
  glow(ink, 506, 530, 20, 90, 'rgba(255,240,226,0.5)', 'rgba(255,240,226,0)');
  glow(ink, 544, 560, 26, 66, 'rgba(184,104,84,0.32)', 'rgba(184,104,84,0)');
  glow(ink, 512, 606, 46, 17, 'rgba(170,86,70,0.5)', 'rgba(170,86,70,0)');
  glow(ink, 508, 586, 17, 13, 'rgba(255,246,236,0.75)', 'rgba(255,246,236,0)');
  mirrored(ink, () => fill(ink, [484, 604, 488, 598, 498, 600, 502, 607, 496, 609, 488, 609, 484, 604], 'rgba(110,46,40,0.75)'));
  ink.restore();
  // Eyes.
  mirrored(ink, () => {
    const opening = [346, 486, 362, 450, 424, 444, 462, 494, 436, 512, 376, 514, 346, 486];
    fill(ink, opening, linear(ink, 0, 450, 0, 512, [0, '#d6c6c4'], [0.5, '#fbf6f2'], [1, '#f0e2dc']));
    ink.save();
    curve(ink, opening);
    ink.clip();
    ink.fillStyle = radial(ink, 407, 492, 34, [0, '#8a5a34'], [0.55, '#5b3520'], [1, '#2c1712']);
    ink.beginPath();
    ink.arc(407, 480, 31, 0, Math.PI * 2);
    ink.fill();
    ink.fillStyle = '#120a0c';
    ink.beginPath();
    ink.arc(407, 480, 14, 0, Math.PI * 2);
    ink.fill();
    glow(ink, 404, 456, 66, 18, 'rgba(40,20,26,0.6)', 'rgba(40,20,26,0)');
    ink.restore();
    // Lashes and crease.
    fill(
      ink,
      [340, 488, 358, 444, 424, 434, 464, 495, 426, 452, 366, 454, 344, 492, 336, 484, 330, 476, 328, 468, 334, 474, 338, 480, 340, 488],
      '#21141a',
    );
    stroke(ink, [350, 458, 372, 428, 424, 424, 456, 462], 3, 'rgba(126,66,54,0.55)');
    stroke(ink, [354, 496, 380, 516, 430, 514, 456, 498], 2.2, 'rgba(130,70,60,0.6)');
    // Brow.
    fill(ink, [326, 414, 360, 376, 420, 378, 468, 408, 466, 418, 420, 394, 360, 392, 326, 414], 'rgba(45,30,36,0.88)');
  });
  // Light in the eyes comes from one side.
  for (const x of [398, 608]) {
    ink.fillStyle = '#fff';
    ink.beginPath();
    ink.ellipse(x, 468, 8, 9, 0, 0, Math.PI * 2);
    ink.fill();
    glow(ink, x + 20, 496, 9, 7, 'rgba(255,236,210,0.7)', 'rgba(255,236,210,0)');
  }
  // Lips with volume; the seam is one soft dark line.
  const upper = [
    432, 690, 462, 672, 492, 660, 512, 668, 532, 660, 562, 672, 592, 690, 560, 694, 536, 692, 512, 696, 488, 692, 464, 694, 432, 690,
  ];
  const lower = [
    432, 690, 464, 694, 488, 692, 512, 696, 536, 692, 560, 694, 592, 690, 570, 722, 540, 734, 512, 734, 484, 734, 454, 722, 432, 690,
  ];
  fill(ink, upper, linear(ink, 0, 662, 0, 696, [0, '#c96a62'], [1, '#a8474a']));
  fill(ink, lower, linear(ink, 0, 690, 0, 734, [0, '#b9535a'], [0.45, '#d9777a'], [1, '#c4645f']));
  glow(ink, 500, 712, 36, 9, 'rgba(255,222,214,0.6)', 'rgba(255,222,214,0)');
  stroke(ink, [434, 690, 464, 694, 488, 692, 512, 696, 536, 692, 560, 694, 590, 690], 3.6, 'rgba(96,28,36,0.85)');
  glow(ink, 512, 748, 50, 11, 'rgba(160,84,70,0.4)', 'rgba(160,84,70,0)');
  // Fringe and the locks at the sides.
  const hair = linear(ink, 300, 100, 700, 520, [0, '#3d3143'], [0.5, '#2a2030'], [1, '#1a1320']);
  fill(
    ink,
    [
      512, 92, 330, 88, 230, 220, 236, 470, 240, 640, 250, 740, 280, 810, 300, 720, 306, 640, 318, 540, 322, 440, 350, 350, 430, 290, 520,
      312, 620, 300, 690, 400, 702, 540, 716, 640, 724, 720, 744, 810, 774, 740, 784, 640, 788, 470, 794, 220, 694, 88, 512, 92,
    ]
      .slice(0, 2)
      .concat([
        330, 88, 226, 220, 236, 470, 236, 640, 250, 740, 282, 812, 306, 720, 304, 600, 322, 470, 336, 400, 400, 330, 468, 262, 500, 320,
        620, 330, 700, 470, 720, 600, 718, 720, 742, 812, 774, 740, 788, 640, 788, 470, 798, 220, 694, 88, 512, 92,
      ]),
    hair,
  );
  ink.save();
  ink.globalAlpha = 0.5;
  for (let i = 0; i < 9; i++)
    stroke(
      ink,
      [470 + i * 8, 110, 380 - i * 10, 130 + i * 6, 290 - i * 3, 260, 268 - i * 2, 460 + i * 22],
      2.4,
      i % 2 ? '#5a4862' : '#120c16',
    );
  for (let i = 0; i < 8; i++)
    stroke(
      ink,
      [540 + i * 6, 112, 650 + i * 8, 140 + i * 8, 740 + i * 3, 280, 756 + i * 3, 470 + i * 22],
      2.4,
      i % 2 ? '#463850' : '#120c16',
    );
  ink.restore();
  glow(ink, 380, 200, 110, 34, 'rgba(160,140,184,0.34)', 'rgba(160,140,184,0)');
}
