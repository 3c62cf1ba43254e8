/** The 15 visemes of the Oculus lip-sync set, in its order. Every mouth in the project speaks these. */
export const visemes = ['sil', 'PP', 'FF', 'TH', 'DD', 'kk', 'CH', 'SS', 'nn', 'RR', 'aa', 'E', 'I', 'O', 'U'] as const;
export type Viseme = (typeof visemes)[number];
export const visemeCount = visemes.length;
export const visemeIndex: Readonly<Record<Viseme, number>> = Object.freeze(
  Object.fromEntries(visemes.map((name, index) => [name, index])) as Record<Viseme, number>,
);
