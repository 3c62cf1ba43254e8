/** Under which name the window asks, kept between starts. */
const storageKey = 'vanchor.author';

export const readAuthor = (): string => localStorage.getItem(storageKey) ?? '';
export const keepAuthor = (author: string): void => localStorage.setItem(storageKey, author);
