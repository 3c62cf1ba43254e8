/** Event 'face-link' of a face engine: its connection to the programme. */
export interface FaceLinkState {
  readonly path: string;
  readonly state: 'attached' | 'lost';
}
