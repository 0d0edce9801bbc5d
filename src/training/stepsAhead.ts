/** How many steps are sent before their losses are read: as many as the page can wait for without feeling slow. */
import type { DeviceReport } from '#gpu/report.ts';

/** Steps that take as long together are read together: long enough that a wait for a GPU (about a millisecond) does not count. */
const milliseconds = 80;
const most = 16;

export interface StepsAhead {
	readonly steps: number;
	/** Tells what a step took, in milliseconds. */
	took(each: number): void;
}

/** The software path has computed a step when it returns: nothing is gained by waiting for several. */
export function stepsAhead(backend: DeviceReport['backend']): StepsAhead {
	let steps = 1;
	return {
		get steps() {
			return steps;
		},
		took(each) {
			if (backend === 'webgpu')
				steps = Math.max(1, Math.min(most, Math.floor(milliseconds / each)));
		},
	};
}
