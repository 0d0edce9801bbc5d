/** Replay: the average mix of another run as fixed shares, to tell what the changing of a mix is worth from what its mean is. */
import { constantMixer } from '../passiveMixer.ts';
import { definePolicy } from '../policy.ts';
import { percent, sharesFromRatios } from '../shares.ts';

/** Ours. The shares are those of meanMix in src/lab/run/meanMix.ts. */
export const replay = definePolicy({
	id: 'replay',
	title: 'Replay of an average mix',
	summary:
		"Another run's average mix as fixed shares: if it does as well, the mean mattered and not its changes.",
	parameters: {
		ratios: {
			kind: 'ratios',
			label: 'Average mix',
			help: 'The mean share of each skill over the steps of another run. Without any, all are equal.',
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
				? `These are another run's average shares, held fixed (${skills[top].name} has most, ${percent(weights[top])}): ` +
						'what that run gained by changing its mix is missing here, what it gained by its mean is not.'
				: 'No run was taken yet, so every skill is drawn equally often; choose a run to replay its average mix.',
			restored,
		);
	},
});
