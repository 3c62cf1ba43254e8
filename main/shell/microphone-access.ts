/** What the system says of the microphone before anybody asks for it. Linux keeps no such list. */
import { systemPreferences } from 'electron';

export function microphoneAccess(): 'granted' | 'denied' | 'asked-later' {
  if (process.platform !== 'darwin' && process.platform !== 'win32') return 'asked-later';
  const status = systemPreferences.getMediaAccessStatus('microphone');
  if (status === 'granted') return 'granted';
  return status === 'denied' || status === 'restricted' ? 'denied' : 'asked-later';
}
