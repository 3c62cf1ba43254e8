/** The body of a transcription request: multipart/form-data with the utterance as a WAV file. Pure but for the boundary. */
import { randomUUID } from 'node:crypto';
import { hearingSampleRate } from '../../contract/requests.ts';
import type { Body } from '../../model-server/endpoint.ts';

const headerBytes = 44;
const sampleBytes = 2;

export function transcriptionBody(pcm: Int16Array, fields: Readonly<Record<string, string>>): Exclude<Body, string> {
  const boundary = `vanchor-${randomUUID()}`;
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="utterance.wav"\r\nContent-Type: audio/wav\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(texts.join('') + file), wavOf(pcm), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

function wavOf(pcm: Int16Array): Buffer {
  const dataBytes = pcm.length * sampleBytes;
  const wav = Buffer.alloc(headerBytes + dataBytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  // PCM, mono
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(hearingSampleRate, 24);
  wav.writeUInt32LE(hearingSampleRate * sampleBytes, 28);
  wav.writeUInt16LE(sampleBytes, 32);
  wav.writeUInt16LE(8 * sampleBytes, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(dataBytes, 40);
  pcm.forEach((sample, index) => wav.writeInt16LE(sample, headerBytes + index * sampleBytes));
  return wav;
}
