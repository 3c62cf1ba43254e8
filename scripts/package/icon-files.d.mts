export function buildIco(pictures: ReadonlyArray<{ size: number; png: Uint8Array }>): Uint8Array;
export function buildIcns(pictures: ReadonlyArray<{ type: string; png: Uint8Array }>): Uint8Array;
