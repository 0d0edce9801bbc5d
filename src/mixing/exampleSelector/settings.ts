/** RAISE's settings: one list for the form, the defaults, their checks and the docs. */
import { settingsOf, type ParameterValues } from '#engine/core/parameters.ts';

export const raiseParameters = settingsOf('raise', {
	mode: { kind: 'choice', options: ['first', 'online'] },
	targets: { kind: 'skills' },
	validation: { kind: 'whole', default: 64, min: 4, max: 1024, advanced: true },
	episodes: { kind: 'whole', default: 40, min: 1, max: 200 },
	episodeSteps: { kind: 'whole', default: 0, min: 0, max: 100000, advanced: true },
	subset: { kind: 'number', default: 1, min: 0.01, max: 1, advanced: true },
	classes: { kind: 'whole', default: 1, min: 1, max: 32, advanced: true },
	selection: { kind: 'choice', options: ['sampled', 'greedy'], advanced: true },
	temperature: { kind: 'number', default: 1, min: 0.05, max: 10, advanced: true },
	repeats: { kind: 'whole', default: 0, min: 0, max: 1000, advanced: true },
	candidates: { kind: 'whole', default: 512, min: 0, max: 4096, advanced: true },
	runCandidates: { kind: 'whole', default: 0, min: 0, max: 4096, advanced: true },
	every: { kind: 'whole', default: 1, min: 1, max: 100, advanced: true },
	refresh: { kind: 'whole', default: 10, min: 1, max: 1000, advanced: true },
	horizon: { kind: 'whole', default: 10, min: 2, max: 1000, advanced: true },
	leaveOut: {
		kind: 'choice',
		options: ['none', 'stage', 'difficulty', 'semantics', 'availability'],
		advanced: true,
	},
	hidden: { kind: 'whole', default: 16, min: 4, max: 256, advanced: true },
	learningRate: { kind: 'number', default: 0.015, min: 0.00001, max: 0.1, advanced: true },
	epochs: { kind: 'whole', default: 4, min: 1, max: 50, advanced: true },
	minibatch: { kind: 'whole', default: 16, min: 1, max: 10000, advanced: true },
	stretch: { kind: 'whole', default: 30, min: 0, max: 10000, advanced: true },
	gamma: { kind: 'number', default: 0.95, min: 0, max: 1, advanced: true },
	lambda: { kind: 'number', default: 0.95, min: 0, max: 1, advanced: true },
	decay: { kind: 'flag', default: true, advanced: true },
	keep: { kind: 'choice', options: ['best', 'last'], advanced: true },
	clip: { kind: 'number', default: 0.3, min: 0.01, max: 10, advanced: true },
	ratio: { kind: 'choice', options: ['mean', 'product'], advanced: true },
	entropy: { kind: 'number', default: 0.01, min: 0, max: 1, advanced: true },
	valueWeight: { kind: 'number', default: 0.5, min: 0, max: 10, advanced: true },
});

export type RaiseValues = ParameterValues<typeof raiseParameters>;
