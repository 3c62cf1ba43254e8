/** Work that must not overlap: each piece begins when the one before has ended, well or not, in the order in which they were given. */
export type OneAtATime = <T>(work: () => T | Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
