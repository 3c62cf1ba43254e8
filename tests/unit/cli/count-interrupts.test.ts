import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { countInterrupts, stopOnInterrupt } from '../../../main/cli/count-interrupts.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';

function open() {
  const source = new EventEmitter();
  const clock = createFakeClock();
  const interrupts = countInterrupts(source as never, clock);
  const heard: string[] = [];
  void interrupts.first.then(() => heard.push('first'));
  const press = async (...signals: string[]): Promise<void> => {
    for (const signal of signals) source.emit(signal);
    await settle();
  };
  return { source, clock, interrupts, heard, press };
}

describe('Ctrl-C', () => {
  it('is one press when the terminal and a script hand it on together', async () => {
    const { clock, interrupts, heard, press } = open();
    await press('SIGINT');
    expect(heard).toEqual(['first']);
    void interrupts.next().then(() => heard.push('next'));
    await press('SIGINT', 'SIGINT');
    expect(heard).toEqual(['first']);
    await clock.advance(1000);
    await press('SIGINT');
    expect(heard).toEqual(['first', 'next']);
  });

  it('is what the end of the terminal is, too; afterwards the signals are the system’s again', async () => {
    const { source, interrupts, heard, press } = open();
    await press('SIGHUP');
    expect(heard).toEqual(['first']);
    interrupts.dispose();
    expect([source.listenerCount('SIGINT'), source.listenerCount('SIGHUP')]).toEqual([0, 0]);
  });

  it('stops a command once for one press, and ends it at once for the next one', async () => {
    const { source, clock, interrupts, heard, press } = open();
    stopOnInterrupt(
      () => heard.push('stop'),
      interrupts,
      () => heard.push('end'),
    );
    await press('SIGINT');
    await clock.advance(50);
    await press('SIGINT');
    expect(heard).toEqual(['first', 'stop']);
    await clock.advance(1000);
    await press('SIGINT');
    expect(heard).toEqual(['first', 'stop', 'end']);
    expect(source.listenerCount('SIGINT')).toBe(0);
  });
});
