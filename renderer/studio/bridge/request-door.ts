/** Asks the preload for a door and waits for the port. The only place that touches `window.vanchor`. */
declare global {
  interface Window {
    readonly vanchor?: { openDoor(): void };
  }
}

const doorMessage = 'vanchor:door';

/** Rejects when no door comes in time: a refused door gives no answer. */
export function requestDoor(timeoutMs: number): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const api = window.vanchor;
    if (api === undefined) {
      reject(new Error('this page has no preload: it is not in the studio window'));
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('message', onMessage);
    };
    const onMessage = (event: MessageEvent<unknown>): void => {
      if (event.source !== window || event.origin !== location.origin || !isDoor(event.data)) return;
      const [port] = event.ports;
      if (port === undefined) return;
      done();
      resolve(port);
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`no door within ${timeoutMs} ms`));
    }, timeoutMs);
    window.addEventListener('message', onMessage);
    api.openDoor();
  });
}

function isDoor(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === doorMessage;
}
