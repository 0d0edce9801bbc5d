/**
 * Replay (ours): the average mix of another run as fixed shares (src/lab/run/runSummary.ts computes
 * it). T: the steps of that run.
 *
 *     p_i = 1/T Σ_t p_i(t)     p [K] shares
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { highest } from '#engine/core/statistics.ts';
import { constantMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { sharesFromRatios } from '../shares.ts';

export const replay = policyOf('replay', {
	parameters: settingsOf('replay', { ratios: { kind: 'ratios' } }),
	createMixer: ({ ratios }, { skills }) => {
		const weights = sharesFromRatios(ratios, skills, 'ratios');
		const isTaken = Object.keys(ratios).length > 0;
		const share = highest(weights);
		const { name } = skills[weights.indexOf(share)];
		return constantMixer(
			weights,
			isTaken
				? { id: 'replay.taken', values: { name, share } }
				: { id: 'replay.equal', values: {} },
		);
	},
});
