/**
 * Highest loss: the naive choice by difficulty. Of n random candidates, the b with the highest loss
 * L [nats per answer token] fill the next batch; b: batch size, n = b × candidates per slot.
 *
 *     score(x, y) = L(y | x; model now)
 *
 * Source: online batch selection (arXiv 1511.06343), which draws by the rank of the loss. The ratio
 * and the random candidates are ours. Known failure: in our study with half of the answers wrong,
 * 71 % of its picks were wrong.
 */
import { sentence } from '#engine/core/message.ts';
import { choiceSpec, numberSpec } from '#engine/core/parameters.ts';
import { bestCandidatesMixer } from '../exampleSelector/bestCandidates.ts';
import { definePolicy } from '../policy.ts';

export const highestLoss = definePolicy({
	id: 'highest-loss',
	title: sentence('highest-loss.title'),
	summary: sentence('highest-loss.summary'),
	group: 'examples',
	citation: {
		text:
			'Loshchilov & Hutter, Online Batch Selection for Faster Training of Neural Networks, ' +
			'2015: examples by rank of their loss',
		url: 'https://arxiv.org/abs/1511.06343',
	},
	parameters: {
		candidates: numberSpec(
			sentence('highest-loss.settings.candidates.label'),
			{ default: 4, min: 1, max: 64, integer: true },
			sentence('highest-loss.settings.candidates.help'),
		),
		end: choiceSpec(
			sentence('highest-loss.settings.end.label'),
			{
				options: {
					highest: sentence('highest-loss.settings.end.options.highest'),
					lowest: sentence('highest-loss.settings.end.options.lowest'),
				},
			},
			sentence('highest-loss.settings.end.help'),
		),
	},
	createMixer: ({ candidates, end }, context, restored) =>
		bestCandidatesMixer(
			{
				candidates,
				quantities: ['loss'],
				valueOf: ({ loss }, i) => loss![i],
				takesLowest: end === 'lowest',
				sentence: (batch, means) =>
					means
						? { id: 'highest-loss.batch', values: { end, ...batch, ...means } }
						: { id: 'highest-loss.start', values: {} },
			},
			context,
			restored?.saved,
		),
});
