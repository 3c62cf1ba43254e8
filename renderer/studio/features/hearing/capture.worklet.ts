/** Runs on the audio thread: samples in, pieces of a tenth of a second as 16 bit numbers out. Knows no rate: its context has the right one. */
interface ProcessorBase {
  readonly port: MessagePort;
}
declare const AudioWorkletProcessor: { new (): ProcessorBase };
declare function registerProcessor(name: string, processor: new () => ProcessorBase): void;

const pieceSamples = 1600;

registerProcessor(
  'capture',
  class extends AudioWorkletProcessor {
    private piece = new Int16Array(pieceSamples);
    private length = 0;

    constructor() {
      super();
      // whoever waits for the end of what was said so far asks for the rest of it
      this.port.addEventListener('message', () => this.send('asked'));
      this.port.start();
    }

    process(inputs: readonly (readonly Float32Array[])[]): boolean {
      const channels = inputs[0] ?? [];
      const samples = channels[0]?.length ?? 0;
      for (let index = 0; index < samples; index += 1) {
        let sum = 0;
        for (const channel of channels) sum += channel[index] ?? 0;
        this.piece[this.length] = Math.max(-1, Math.min(1, sum / channels.length)) * 32_767;
        this.length += 1;
        if (this.length === pieceSamples) this.send('full');
      }
      return true;
    }

    private send(because: 'full' | 'asked'): void {
      const pcm = this.piece.slice(0, this.length);
      this.length = 0;
      this.port.postMessage({ pcm, because }, [pcm.buffer]);
    }
  },
);
