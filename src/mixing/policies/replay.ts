/**
 * Replay: the average mix of another run as fixed shares. The comparison separates the effect of
 * the mean shares from the effect of their changes.
 */
import { constantMixer } from '../passiveMixer.ts';
import { definePolicy } from '../policy.ts';
import { percent, sharesFromRatios } from '../shares.ts';

/** Ours. src/lab/run/meanMix.ts computes the shares. */
export const replay = definePolicy({
	id: 'replay',
	title: 'Replay of an average mix',
	summary:
		"Another run's average mix as fixed shares: if it does as well, the mean mattered, not the " +
		'changes.',
	parameters: {
		ratios: {
			kind: 'ratios',
			label: 'Average mix',
			help: 'The mean share of each skill over the steps of another run. Default: all equal.',
		},
	},
	createMixer: ({ ratios }, { skills }, restored) => {
		const ids = skills.map((skill) => skill.id);
		const weights = sharesFromRatios(ratios, ids, 'ratios');
		const taken = Object.keys(ratios).length > 0;
		const top = weights.indexOf(Math.max(...weights));
		return constantMixer(
			weights,
			taken
				? `These are another run's average shares, held fixed (${skills[top].name} has most, ` +
						`${percent(weights[top])}): they keep that run's mean and drop its changes.`
				: 'Every skill is drawn equally often: choose a run to replay its average mix.',
			restored,
		);
	},
});
