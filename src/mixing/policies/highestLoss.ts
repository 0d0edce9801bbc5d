/**
 * Highest loss: the naive choice by difficulty. Of n random candidates, the b with the highest loss
 * L [nats per answer token] fill the next batch; b: batch size, n = b × candidates per slot.
 *
 *     score(x, y) = L(y | x; model now)
 *
 * Source: online batch selection (arXiv 1511.06343), which draws by the rank of the loss. Known
 * failure: in our study with half of the answers wrong, 71 % of its picks were wrong. Ours: the
 * highest instead of a draw, the ratio, and the random candidates.
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { bestCandidatesMixer } from '../exampleSelector/bestCandidates.ts';
import { policyOf } from '../policy.ts';

export const highestLoss = policyOf('highest-loss', {
	group: 'examples',
	citation: {
		text:
			'Loshchilov & Hutter, Online Batch Selection for Faster Training of Neural Networks, ' +
			'2015: examples by rank of their loss',
		url: 'https://arxiv.org/abs/1511.06343',
	},
	parameters: settingsOf('highest-loss', {
		candidates: { kind: 'whole', default: 4, min: 1, max: 64 },
		end: { kind: 'choice', options: ['highest', 'lowest'] },
	}),
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
