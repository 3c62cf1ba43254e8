/** Where a voice that is in no slot is put: nobody's language falls silent where that can be helped. */
import { describe, expect, it } from 'vitest';
import { asSlotId } from '../../../main/contract/ids.ts';
import { slotForVoice } from '../../../main/voices/slot-for-voice.ts';

const slot = (id: string, ...languages: string[]) => ({ slotId: asSlotId(id), languages });

describe('the slot for a voice', () => {
  it('is the one whose languages the others can say, or the voice itself', () => {
    expect(slotForVoice(['en'], [slot('many', 'zh', 'en', 'ja'), slot('one', 'en')])).toBe('one');
    expect(slotForVoice(['zh', 'ja'], [slot('many', 'zh', 'en', 'ja'), slot('one', 'en')])).toBe('many');
  });

  it('is one that is off before any other, and the first of equals', () => {
    expect(slotForVoice([], [slot('one', 'en'), slot('off')])).toBe('off');
    expect(slotForVoice(['en'], [slot('one', 'en'), slot('two', 'en')])).toBe('one');
    expect(slotForVoice(['en'], [])).toBeUndefined();
  });
});
