/** The four arrow keys as steps to the right and down. */
import type { KeyboardEvent } from 'react';

const arrows: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** null: another key. An arrow is taken: nothing scrolls. */
export function arrowOf(event: KeyboardEvent): readonly [right: number, down: number] | null {
  const way = arrows[event.key];
  if (!way) return null;
  event.preventDefault();
  event.stopPropagation();
  return way;
}
