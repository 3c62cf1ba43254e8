/** Figures as people read them. Pure. */

export function formatMebibytes(bytes: number | null): string {
  if (bytes === null) return '–';
  const mebibytes = Math.round(bytes / (1024 * 1024));
  return mebibytes < 1024 ? `${mebibytes} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** Of streams; null: there is none. */
export function formatKbps(kbps: number | null): string {
  return kbps === null ? '–' : `${Math.round(kbps)} kbit/s`;
}

/** Of downloads, as registries and browsers count them. */
export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function formatPercent(percent: number | null): string {
  return percent === null ? '–' : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

/** Of files on a disk. */
export function formatSize(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

/** h:mm:ss, or mm:ss below an hour. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** Day and time of day, as they are written in that language. */
export function formatDayAndTime(atMs: number, language: 'en' | 'zh'): string {
  return new Date(atMs).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** Time of day, 24 h. */
export function formatTime(atMs: number): string {
  return new Date(atMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
