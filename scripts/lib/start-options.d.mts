export const startHelp: string;
export function parseStartOptions(args: readonly string[]): { readonly help: boolean; readonly snapshot: string | undefined };
