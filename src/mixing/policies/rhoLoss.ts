/**
 * RHO-LOSS (arXiv 2206.07137): trains on what is learnable, worth learning and not yet learnt. Of
 * n_B random candidates the b with the highest reducible loss fill the next batch:
 *
 *     reducible(x, y) = L(y | x; model now) − L(y | x; irreducible-loss model)
 *
 * L [nats per answer token]. A wrong answer keeps a high loss under both models, so it is not
 * chosen; neither is what the model knows already. Source: Algorithm 1, and the code
 * (OATML/RHO-Loss, reducible_loss_selection), n_b/n_B = 0.1. The irreducible-loss model is trained
 * on data that the model never trains on. Here it is one of:
 *  halves     the paper's form without holdout data: one model on each half of the training rows,
 *             which gives the losses of the other half. Roll-outs before the run train them.
 *  auxiliary  the run's auxiliary model.
 * Ours: a model of a half is the one after a fixed number of steps, not that of its lowest
 * validation loss; candidates are measured after the step before.
 */
import { say } from '#engine/core/message.ts';
import { anyObject } from '#engine/core/fields.ts';
import { settingsOf } from '#engine/core/parameters.ts';
import { decodeFloats, encodeFloats } from '../storedData.ts';
import { bestCandidatesMixer } from '../exampleSelector/bestCandidates.ts';
import {
	createPool,
	exampleAt,
	pooledMixer,
	selectFromPool,
	type ExamplePool,
} from '../exampleSelector/pool.ts';
import { rowLossesFromJson, rowLossesToJson } from '../exampleSelector/rowLosses.ts';
import { policyOf, type MixContext, type Preparation } from '../policy.ts';
import { epochOrder } from '../rows.ts';
import { listOf, objectOf, readArtefact, readState, text } from '../storedData.ts';

const rhoArtefact = objectOf({ losses: anyObject(say('an object')) });

export const rhoLoss = policyOf('rho-loss', {
	group: 'examples',
	citation: {
		text:
			'Mindermann et al., Prioritized Training on Points that are Learnable, Worth Learning, ' +
			'and Not Yet Learnt, ICML 2022; code: github.com/OATML/RHO-Loss',
		url: 'https://arxiv.org/abs/2206.07137',
	},
	parameters: settingsOf('rho-loss', {
		candidates: { kind: 'whole', default: 10, min: 1, max: 64 },
		reference: { kind: 'choice', options: ['halves', 'auxiliary'] },
		halfSteps: { kind: 'whole', default: 0, min: 0, max: 100_000, unit: true },
	}),
	prepare: async ({ reference, halfSteps }, context, preparation) => {
		if (reference === 'auxiliary') return null;
		const steps = countSteps(halfSteps, context);
		return { losses: await measureHalves(steps, context, preparation) };
	},
	preparationCost: ({ reference, halfSteps }, context) =>
		reference === 'auxiliary'
			? { updates: 0, measured: 0 }
			: {
					updates: 2 * countSteps(halfSteps, context),
					measured: context.skills.reduce((sum, { size }) => sum + size, 0),
				},
	createMixer: ({ candidates, reference: referenceKind }, context, restored) => {
		const { skills, hasAuxiliary } = context;
		const isAuxiliary = referenceKind === 'auxiliary';
		// Without an artefact the caller only checks the settings.
		const sizes = skills.map(({ size }) => size);
		const reference =
			isAuxiliary || restored?.artefact === undefined
				? undefined
				: rowLossesFromJson(readArtefact(rhoArtefact, restored.artefact).losses, skills, sizes);
		return bestCandidatesMixer(
			{
				candidates,
				quantities: isAuxiliary ? ['loss', 'auxiliaryLoss'] : ['loss'],
				valueOf: ({ loss, auxiliaryLoss }, i, { skill, index }) =>
					loss![i] - (isAuxiliary ? auxiliaryLoss![i] : reference![skill][index]),
				sentence: (batch, means) =>
					means
						? { id: 'rho-loss.batch', values: { ...batch, ...means } }
						: { id: 'rho-loss.start', values: {} },
				warnings: isAuxiliary && !hasAuxiliary ? [{ id: 'rho-loss.noAuxiliary', values: {} }] : [],
			},
			context,
			restored?.saved,
		);
	},
});

const countSteps = (halfSteps: number, { totalSteps }: Pick<MixContext, 'totalSteps'>): number =>
	halfSteps || 2 * totalSteps;

/** The pool's halves: a random half of each skill's rows, the larger one first, and the rest. */
export function poolHalves({ skills, random }: MixContext): readonly [ExamplePool, ExamplePool] {
	const pool = createPool(skills);
	const inFirst = skills.map(({ id, size }) => {
		const order = epochOrder(random, `half of ${id}`, size, 0);
		return new Set(order.subarray(0, Math.ceil(size / 2)));
	});
	const half = (first: boolean) =>
		selectFromPool(
			pool,
			Uint32Array.from(pool.rows.keys()).filter(
				(i) => inFirst[pool.skills[i]].has(pool.rows[i]) === first,
			),
		);
	return [half(true), half(false)];
}

/** Trains on each half and measures the other one. Saves after each. */
async function measureHalves(
	steps: number,
	context: MixContext,
	{ rollOut, report, signal, saved, save }: Preparation,
) {
	const { skills, random } = context;
	const halves = poolHalves(context);
	/** By trained half: losses of the other one, in its order. */
	const measured = saved === undefined ? [] : [...readState(listOf(text), saved)];
	while (measured.length < halves.length) {
		signal.throwIfAborted();
		const done = measured.length;
		const label = { id: 'rho-loss.preparing', values: { done: done + 1, of: 2 } } as const;
		report({ done, of: 2, label });
		const [trainedHalf, otherHalf] = [halves[done], halves[1 - done]];
		const examples = Array.from(otherHalf.rows, (_, i) => exampleAt(otherHalf, i));
		let losses: ArrayLike<number> = [];
		// A single training row has no other half: its model trains on the row itself.
		await rollOut(
			{
				...pooledMixer(trainedHalf.size > 0 ? trainedHalf : otherHalf, context, {
					id: 'rho-loss.start',
					values: {},
				}),
				probes: (step) =>
					step === steps - 1
						? [{ kind: 'measure', id: 'other half', examples, quantities: ['loss'] }]
						: [],
				observe: ({ results: [result] }) => {
					if (result?.kind === 'measure') losses = result.values.loss!;
				},
			},
			{ steps, seed: random.child(`half ${done}`).bits(0) },
		);
		measured.push(encodeFloats(losses));
		save(measured);
	}
	const bySkill = skills.map(({ size }) => new Float32Array(size));
	measured.forEach((encoded, trained) => {
		const { skills: owners, rows } = halves[1 - trained];
		decodeFloats(encoded).forEach((loss, i) => (bySkill[owners[i]][rows[i]] = loss));
	});
	return rowLossesToJson(skills, bySkill);
}
