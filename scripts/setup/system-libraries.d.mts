export function hasDisplay(): boolean;
export function ensureSystemLibraries(options: { readonly forTests: boolean }): Promise<string>;
export function currentNames(names: readonly string[], policy: string): string[];
