/** What a book can be written as for others. */
export const exportFormats = ['csv', 'json', 'yaml'] as const;
export type ExportFormat = (typeof exportFormats)[number];
