/** A mixer whose settings were found possible, before anything was prepared or measured: it can say that, and plan nothing. */
import { InternalError } from '#core/errors.ts';
import type { Mixer } from '../policy.ts';
import { equalShares } from '../shares.ts';

export const unprepared = (skills: number, sentence: string): Mixer => ({
	plan: () => {
		throw new InternalError(
			'RAISE was asked for a batch before its selector was trained and its pool measured. Call prepare and survey first.',
		);
	},
	probes: () => [],
	observe: () => undefined,
	state: () => null,
	explain: () => ({ weights: equalShares(skills), sentence, traces: [] }),
});
