/** Where each number of a mouth stands in the list that the inner loops read; wasm/portrait/kernel.ts has the same places. */
export const mouthParam = {
  /** How much narrower than at rest: 1 / width - 1. */
  narrow: 0,
  toStep: 1,
  span: 2,
  /** Less one over how far lips pull what is above and below them. */
  perReachUp: 3,
  perReachDown: 4,
  /** Mouth coordinates to pixels of the plane. */
  cos: 5,
  sin: 6,
  originX: 7,
  originY: 8,
  half: 9,
  /** Of the opening, at its middle. */
  height: 10,
  /** Share of what the picture shows between the lips. */
  own: 11,
  hidden: 12,
  lit: 13,
  tongueTop: 14,
  lowerTeeth: 15,
  drawn: 16,
  /** Thickness of a drawn line in pixels, and of the lower one as a share. */
  line: 17,
  toothSoft: 18,
  lowerLine: 19,
  /** Black, cavity, teeth, tongue, line: for each channel. */
  materials: 20,
} as const;
export const mouthParamCount = 32;
