/** Hands the studio page its door, a MessagePort, and nothing else. The page asks; main decides; the port passes through here unread. */
import { contextBridge, ipcRenderer } from 'electron';

// The same words as in main/shell/ipc-transport.ts and renderer/studio/bridge: a preload shares no modules with either.
const openDoorChannel = 'studio:open-door';
const doorChannel = 'studio:door';
const doorMessage = 'vanchor:door';

ipcRenderer.on(doorChannel, (event) => {
  // A port cannot cross the context bridge; it can only be posted. Only this page's own origin receives it.
  window.postMessage({ type: doorMessage }, location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld('vanchor', {
  /** Asks for a door. It arrives as a `message` event of type 'vanchor:door' with one port; when it is refused, nothing arrives. */
  openDoor: (): void => ipcRenderer.send(openDoorChannel),
});
