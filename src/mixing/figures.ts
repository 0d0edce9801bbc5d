/** The figures that policies report by skill: what they count and mean, by their stored labels. */
import { statementText } from '#engine/core/message.ts';
import type { Messages } from '#languages/messages.ts';

/** nats: per answer token. none: a number without a unit. */
export type FigureUnit = 'share' | 'nats' | 'natsPerThousand' | 'examples' | 'none';
type AboutId = Extract<keyof Messages, `figure.${string}`>;

/** One line for each label in the traces of a policy. */
const figures = new Map<string, readonly [FigureUnit, AboutId]>([
	['loss', ['nats', 'figure.loss']],
	['Loss', ['nats', 'figure.measuredLoss']],
	['validation loss', ['nats', 'figure.validationLoss']],
	['irreducible loss', ['nats', 'figure.irreducibleLoss']],
	['excess', ['nats', 'figure.excess']],
	['learning speed', ['natsPerThousand', 'figure.learningSpeed']],
	['exponent', ['none', 'figure.exponent']],
	['reward', ['none', 'figure.smoothedReward']],
	['Reward', ['none', 'figure.reward']],
	['Averaged', ['none', 'figure.averaged']],
	['R/ΣR', ['share', 'figure.rewardShare']],
	['Share before', ['share', 'figure.shareBefore']],
	['Right', ['share', 'figure.right']],
	['progress', ['share', 'figure.progress']],
	['value', ['none', 'figure.value']],
	['score', ['none', 'figure.score']],
	['effect', ['none', 'figure.effect']],
	['mean share', ['share', 'figure.meanShare']],
	['mean cosine', ['none', 'figure.meanCosine']],
	['share of the picks so far', ['share', 'figure.pickShare']],
	['different examples picked', ['examples', 'figure.distinct']],
	['mean score of the candidates', ['none', 'figure.candidateScore']],
	['share of the pool', ['share', 'figure.poolShare']],
]);

/** `about`: one sentence. undefined: of a policy that left, or of a draft. */
export function describeFigure(label: string): { unit: FigureUnit; about?: string | undefined } {
	const [unit, id] = figures.get(label) ?? ['none'];
	return { unit, about: id && statementText({ id, values: {} }) };
}
