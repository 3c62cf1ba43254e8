/** The figure that a number field holds while it is typed in: text while it ends in its point or in zeros behind it. '': none. */
export function figureOf(typed: number | string): number | '' {
  if (typed === '') return '';
  const figure = Number(typed);
  return Number.isFinite(figure) ? figure : '';
}
