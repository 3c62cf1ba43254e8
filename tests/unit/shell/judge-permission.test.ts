import { describe, expect, it } from 'vitest';
import { judgePermission } from '../../../main/shell/judge-permission.ts';

const yes = (): boolean => true;
const no = (): boolean => false;

describe('what a studio page may ask of the system', () => {
  it('is the microphone while listening is turned on, and only then', () => {
    expect(judgePermission({ window: 'studio', permission: 'media', media: ['audio'] }, yes)).toBe('granted');
    expect(judgePermission({ window: 'studio', permission: 'media', media: ['audio'] }, no)).toBe('refused');
  });

  it('is no microphone in another window, even one that shows the same page', () => {
    expect(judgePermission({ window: 'other', permission: 'media', media: ['audio'] }, yes)).toBe('refused');
  });

  it.each([[['video']], [['audio', 'video']], [['unknown']], [[]]])(
    'is no camera and nothing unnamed, whatever is turned on: %j',
    (media) => {
      expect(judgePermission({ window: 'studio', permission: 'media', media }, yes)).toBe('refused');
    },
  );

  it.each(['geolocation', 'notifications', 'midi', 'clipboard-read', 'display-capture', 'fullscreen', 'hid', 'serial', 'usb'])(
    'is no %s, whatever is turned on',
    (permission) => {
      expect(judgePermission({ window: 'studio', permission, media: [] }, yes)).toBe('refused');
      expect(judgePermission({ window: 'studio', permission, media: ['audio'] }, yes)).toBe('refused');
    },
  );

  it('is to copy an address, always', () => {
    expect(judgePermission({ window: 'studio', permission: 'clipboard-sanitized-write', media: [] }, no)).toBe('granted');
  });
});
