/**
 * Measured effect of each built-in skill on each other one when both are trained: decrease of the
 * learner's held-out loss, in nats, when the helper replaces general text; with a 95 % interval.
 * A missing pair was not measured. Source: `npm run transfer`, docs/guide/skills.md.
 */
export type MeasuredTransfer = typeof measuredTransfer;
export const measuredTransfer = {
	about:
		'By how many nats per token the row’s held-out loss is lower when the column’s skill fills ' +
		'the other half of each batch instead of general text: 120 steps of 16 + 16 examples, ' +
		'100 examples of the learner, 4 seeds, shipped model.',
	pairs: [
		{ learner: 'sub', helper: 'add', mean: 0.881, low: 0.245, high: 1.518 },
		{ learner: 'add', helper: 'sub', mean: -0.163, low: -0.398, high: 0.071 },
		{ learner: 'sub', helper: 'json', mean: -0.049, low: -0.177, high: 0.079 },
		{ learner: 'story', helper: 'sort', mean: 0.138, low: 0.123, high: 0.153 },
		{ learner: 'json', helper: 'rev', mean: -0.045, low: -0.209, high: 0.12 },
		{ learner: 'tr', helper: 'sort', mean: -0.172, low: -0.202, high: -0.142 },
	],
};
