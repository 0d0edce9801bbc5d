/** How fast a run goes, and where it stands: what the run control takes and tells. */

/** full: as fast as it goes. slow: one step per `milliseconds`. until: pauses when `step` steps are done (a single step: now + 1). */
export type Pace =
	| { readonly kind: 'full' }
	| { readonly kind: 'slow'; readonly milliseconds: number }
	| { readonly kind: 'until'; readonly step: number };

/** `Failure` is an Error in the worker, and a WireError on its way to the page. */
export type RunStatusWith<Failure> =
	| { readonly kind: 'preparing'; readonly step: number }
	| { readonly kind: 'paused'; readonly step: number }
	| { readonly kind: 'running'; readonly step: number; readonly pace: Pace }
	| { readonly kind: 'finished'; readonly step: number }
	| { readonly kind: 'stopped'; readonly step: number }
	| { readonly kind: 'failed'; readonly step: number; readonly error: Failure };
