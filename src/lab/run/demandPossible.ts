/** Checks a pace that the page asks for. */
import { InputError } from '#core/errors.ts';
import type { Pace } from './runStatus.ts';

/** Throws InputError for a pace that cannot be kept by a run that has done `done` steps. */
export function demandPossible(pace: Pace, done: number): void {
	if (pace.kind === 'until' && !(pace.step > done))
		throw new InputError(
			`The run has done ${done} steps: give a step after that, not ${pace.step}.`,
		);
	if (pace.kind === 'slow' && !(pace.milliseconds >= 0))
		throw new InputError(
			`Slow motion takes a number of milliseconds from 0, not ${pace.milliseconds}.`,
		);
}
