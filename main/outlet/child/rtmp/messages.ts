/** RTMP message types and the shape in which the chunk stream carries them. */
export const messageType = Object.freeze({
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  data: 18,
  command: 20,
});

export const userControl = Object.freeze({ pingRequest: 6, pingResponse: 7 });

/** One chunk stream each, so that a long video message does not change the headers of the others. */
export const chunkStream = Object.freeze({ control: 2, command: 3, audio: 4, data: 5, video: 6 });

export interface RtmpMessage {
  readonly type: number;
  readonly streamId: number;
  /** 32 bits on the wire. */
  readonly timestampMs: number;
  readonly payload: Uint8Array;
}
