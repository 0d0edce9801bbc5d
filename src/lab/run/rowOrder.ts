/**
 * The rows that a run drew, in order. Events have the rows of a policy that chooses them itself.
 * All others follow from the seed and from each step's shares and counts. Each step's tokens are
 * compared with those of its event.
 */
import { sentence, type Message } from '#engine/core/message.ts';
import { randomStream } from '#engine/core/random.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { normalise, policyById, type BatchPlan } from '#mixing/index.ts';
import type { StepEvent } from '#lab/training/events.ts';
import { drawTrainingBatch } from '#lab/training/trainingBatch.ts';
import type { Experiment } from './experiment.ts';
import { mixerBefore } from './mixPreview.ts';

export interface OrderedRow {
	readonly step: number;
	/** In the batch, from 0. */
	readonly position: number;
	/** Index in the experiment's skills. */
	readonly skill: number;
	/** Index of the training row. */
	readonly row: number;
	/** The factor of the row's loss, if the run weighed losses. */
	readonly weight?: number;
}

type Drawing = Pick<Experiment, 'policy' | 'seed' | 'batching' | 'skills' | 'steps'>;

/** `skills`: as the run encoded them. A message says why the rows are not known. */
export function rowOrder(
	experiment: Drawing,
	steps: readonly StepEvent[],
	skills: readonly EncodedSkill[],
): OrderedRow[] | Message {
	const stream = randomStream(experiment.seed, 'run').child('draw');
	const batchSize = experiment.batching.size;
	const replacing = experiment.policy.map((segment) => drawsAgain(experiment, segment, skills));
	let drawn = skills.map(() => 0);
	const rows: OrderedRow[] = [];
	for (const event of steps) {
		const index = event.step - 1;
		const segment = experiment.policy.findLastIndex(({ fromStep }) => fromStep <= index);
		const draw = (plan: BatchPlan) =>
			drawTrainingBatch(plan, skills, { stream, step: index, batchSize, drawn });
		const found = event.chosen
			? { rows: event.chosen, drawn }
			: (isBatch(event, batchSize) ? likelyPlans(event, replacing[segment]) : [])
					.map(draw)
					.map((batch) => ({
						isSame: isSame(batch, event),
						drawn: batch.drawn,
						rows: batch.addresses.map(({ set, index }, i) => ({
							skill: batch.skills[i],
							row: set.rejected?.fitting[index] ?? index,
						})),
					}))
					.find((batch) => batch.isSame);
		if (!found) return sentence('lab.run.rowsOfStepUnknown', { step: event.step });
		drawn = found.drawn;
		for (const [position, { skill, row }] of found.rows.entries()) {
			const weight = event.lossWeights?.[skill];
			const place = { step: event.step, position, skill, row };
			rows.push(weight === undefined ? place : { ...place, weight });
		}
	}
	return rows;
}

/** Whether the policy may draw rows with replacement. Empty: it draws among a share of the rows. */
function drawsAgain(
	experiment: Drawing,
	segment: Experiment['policy'][number],
	skills: readonly EncodedSkill[],
): readonly boolean[] {
	if (segment.settings['within'] !== undefined) return [];
	const counts = skills.map(({ train, validation, heldOut }) => ({
		train: train.count,
		validation: validation.count,
		heldOut: heldOut.count,
	}));
	const mixer = mixerBefore({ ...experiment, segment }, counts, policyById);
	if (!mixer) return [false, true];
	const plan = mixer.plan(segment.fromStep);
	return [plan.by !== 'examples' && plan.replace === true];
}

/** A run file from outside may have any numbers. */
const isBatch = ({ weights, drawn }: StepEvent, size: number): boolean =>
	total(drawn) === size && Math.abs(total(weights) - 1) < 1e-9;
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** An event does not say whether the policy planned by chances or by counts. */
const likelyPlans = (
	{ weights, drawn, lossWeights }: StepEvent,
	replacing: readonly boolean[],
): BatchPlan[] =>
	replacing.flatMap((replace): BatchPlan[] => [
		{
			replace,
			by: 'weights',
			weights,
			...(lossWeights && {
				sampling: normalise(weights.map((p, i) => (p > 0 ? p / lossWeights[i] : 0))),
			}),
		},
		{ replace, by: 'quotas', weights, quotas: drawn },
	]);

function isSame(
	{ skills, lengths }: ReturnType<typeof drawTrainingBatch>,
	{ drawn, tokens }: StepEvent,
): boolean {
	const counts = drawn.map(() => 0);
	const sums = drawn.map(() => 0);
	skills.forEach((skill, i) => {
		counts[skill]++;
		sums[skill] += lengths[i];
	});
	return counts.join() === drawn.join() && sums.join() === tokens.join();
}
