export function ffmpegRuns(file: string): boolean;
export function keepIfItRuns(file: string): boolean;
