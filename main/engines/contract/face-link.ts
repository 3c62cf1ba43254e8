/** Event 'face-link' of a face or an enhancer: its connection to the programme. */
export interface FaceLinkState {
  readonly path: string;
  readonly state: 'attached' | 'lost';
}
