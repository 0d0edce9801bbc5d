/** Small example studies on the default experiment, in the form of files. They take minutes. */
import type { JsonObject } from '#engine/core/json.ts';

export interface Starter {
	readonly id: string;
	readonly title: string;
	readonly about: string;
	readonly cells: number;
	/** A study file without an experiment. */
	readonly study: JsonObject;
}

export const starters: readonly Starter[] = [
	{
		id: 'policies',
		title: 'Four policies, three seeds',
		cells: 12,
		about: 'Does a policy that follows the learner beat a fixed mix, with equal updates for all?',
		study: {
			policies: [
				{ label: 'By size', id: 'proportional' },
				{ label: 'Equal shares', id: 'uniform' },
				{ label: 'Lifts small skills (temperature)', id: 'temperature', settings: { tau: 3 } },
				{
					label: 'Follows what is hard (MoS)',
					id: 'mos',
					preset: 'lab',
					settings: { reward: 'error-rate' },
				},
			],
			seeds: [1, 2, 3],
			budget: { updates: 200 },
			against: ['Equal shares'],
		},
	},
	{
		id: 'blend',
		title: 'Blend ratios',
		cells: 10,
		about:
			'How much general text does it take to forget nothing, and what does it cost the skills?',
		study: {
			domainShares: [0, 0.5, 0.8, 0.95, 1],
			seeds: [1, 2],
			budget: { updates: 200 },
			against: ['domain 100 %'],
		},
	},
];
