/** Stratified: exact quotas instead of chance, so the shares hold in every part of the run. */
import { passiveMixer } from '../mixers.ts';
import { definePolicy } from '../policy.ts';
import { quotaSequence } from '../quotas.ts';
import { sharesFromRatios } from '../shares.ts';

export const stratified = definePolicy({
	id: 'stratified',
	title: 'Stratified',
	summary: 'Your shares as exact counts instead of chance: less noise between runs.',
	citation: {
		text:
			'Tijdeman, The chairman assignment problem, Discrete Mathematics 32 (1980): the order of ' +
			'the quotas',
		url: 'https://doi.org/10.1016/0012-365X(80)90269-1',
	},
	parameters: {
		ratios: {
			kind: 'ratios',
			label: 'Shares',
			help: 'The share of each skill, relative to the others. Default: all equal.',
		},
	},
	createMixer: ({ ratios }, { skills, batchSize }, restored) => {
		const ids = skills.map((skill) => skill.id);
		const weights = sharesFromRatios(ratios, ids, 'ratios');
		const quotasAt = quotaSequence(weights, ids, batchSize);
		return passiveMixer(
			{
				planAt: (step) => ({ by: 'quotas', weights, quotas: quotasAt(step) }),
				sentenceAt: () => ({ id: 'stratified.mix', values: {} }),
			},
			restored,
		);
	},
});
