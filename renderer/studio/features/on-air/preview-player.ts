/**
 * Plays the live HTTP-FLV in a video element and keeps it playing: low latency, a watchdog for a picture that stands still, a new player
 * after any end. Knows no React and nothing of shows.
 */
import mpegts from 'mpegts.js';

mpegts.LoggingControl.applyConfig({ enableVerbose: false, enableDebug: false, enableInfo: false });

export type PreviewState = 'connecting' | 'playing' | 'stalled';

const checkEveryMs = 500;
/** Joining may wait for a publisher in silence; a running picture may not. */
const joinTimeoutMs = 6000;
const stallTimeoutMs = 2500;
const retryDelaysMs = [250, 500, 1000, 2000] as const;
/** Further behind than this, catching up by speed takes too long: jump. */
const jumpBehindSeconds = 3;

export class PreviewPlayer {
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #onState: (state: PreviewState) => void;
  #player: ReturnType<typeof mpegts.createPlayer> | null = null;
  #state: PreviewState = 'connecting';
  #attempts = 0;
  #lastTime = -1;
  #movedAtMs = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #watchdog: ReturnType<typeof setInterval>;

  constructor(video: HTMLVideoElement, url: string, onState: (state: PreviewState) => void) {
    this.#video = video;
    this.#url = url;
    this.#onState = onState;
    this.#open();
    this.#watchdog = setInterval(() => this.#check(), checkEveryMs);
  }

  dispose(): void {
    clearInterval(this.#watchdog);
    clearTimeout(this.#retry);
    this.#close();
  }

  #open(): void {
    this.#movedAtMs = performance.now();
    this.#lastTime = -1;
    const player = mpegts.createPlayer(
      { type: 'flv', isLive: true, url: this.#url },
      {
        enableWorker: true,
        enableStashBuffer: false,
        lazyLoad: false,
        liveSync: true,
        liveSyncMaxLatency: 0.6,
        liveSyncTargetLatency: 0.3,
        liveSyncPlaybackRate: 1.1,
        autoCleanupSourceBuffer: true,
        autoCleanupMaxBackwardDuration: 8,
        autoCleanupMinBackwardDuration: 4,
      },
    );
    player.on(mpegts.Events.ERROR, () => this.#reopen());
    player.on(mpegts.Events.LOADING_COMPLETE, () => this.#reopen());
    player.attachMediaElement(this.#video);
    player.load();
    this.#player = player;
    this.#play();
  }

  #play(): void {
    // Rejected when the player is replaced before the first picture; the watchdog sees to it that it plays in the end.
    void Promise.resolve(this.#player?.play()).catch(() => undefined);
  }

  #close(): void {
    const player = this.#player;
    this.#player = null;
    player?.destroy();
  }

  #reopen(): void {
    if (this.#retry !== undefined) return;
    this.#close();
    this.#set(this.#state === 'connecting' ? 'connecting' : 'stalled');
    const delayMs = retryDelaysMs[Math.min(this.#attempts, retryDelaysMs.length - 1)] ?? 0;
    this.#attempts += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#open();
    }, delayMs);
  }

  #check(): void {
    if (this.#player === null) return;
    const video = this.#video;
    const now = performance.now();
    // A hidden window may let the picture stand; nobody sees it.
    if (document.hidden) this.#movedAtMs = now;
    if (video.currentTime !== this.#lastTime) {
      const first = this.#lastTime < 0;
      this.#lastTime = video.currentTime;
      this.#movedAtMs = now;
      if (!first && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        this.#attempts = 0;
        this.#set('playing');
      }
    }
    const { buffered } = video;
    const edge = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    if (edge - video.currentTime > jumpBehindSeconds) video.currentTime = edge - 0.3;
    if (video.paused) this.#play();
    const timeoutMs = this.#state === 'playing' ? stallTimeoutMs : joinTimeoutMs;
    if (now - this.#movedAtMs > timeoutMs) this.#reopen();
  }

  #set(state: PreviewState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#onState(state);
  }
}
