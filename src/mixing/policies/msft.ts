/**
 * mSFT (arXiv 2603.21606): leaves out each skill from the step at which it begins to overfit.
 *
 *  1. Roll out the active skills (all at first) for a compute budget of C steps.
 *  2. b_i = the step of the roll-out with i's lowest validation loss. Of the active skills whose
 *     loss rises after b_i, leave out the one with the smallest b_i, and return to that step.
 *     If no loss rises, continue at the end of the roll-out.
 *  3. Repeat, until the run's steps are searched or one skill is left.
 *
 * Source: the paper's abstract and summaries of sections 3 and 4; its code could not be read here.
 * The paper takes the highest accuracy for b_i, and any fall after it as overfitting. Ours: losses,
 * a least rise against noise, and C to the end of the run by default. A roll-out repeats the steps
 * before its start, with the same batches and learning rates, instead of a checkpoint. The run then
 * follows the schedule found, with its own draws, and the last skill stays to the end.
 */
import * as v from 'valibot';
import { mustBe, object, oneOf, whole } from '#engine/core/fields.ts';
import { toJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { settingsOf } from '#engine/core/parameters.ts';
import { passiveMixer } from '../mixers.ts';
import { policyOf, type MixContext, type Mixer, type MixSkill } from '../policy.ts';
import { objectOf, readArtefact, readState } from '../storedData.ts';
import { countedPlan, groupMeans, measuredRows } from '../rows.ts';
import { lossProbe, unvalidatedWarnings } from '../validationLosses.ts';

/** A skill by id, left out from `step` on; by rising step. */
export interface Exclusion {
	readonly skill: string;
	readonly step: number;
}
/** Validation losses by skill after `step` steps. */
export interface Evaluation {
	readonly step: number;
	readonly losses: readonly number[];
}

/**
 * The skill that overfits first from step `from` on: lowest loss earliest, first by id. null: no
 * active skill ends more than `rise` above its lowest loss.
 */
export function earliestOverfit(
	evaluations: readonly Evaluation[],
	skills: readonly Pick<MixSkill, 'id'>[],
	active: readonly number[],
	{ from, rise }: { readonly from: number; readonly rise: number },
): Exclusion | null {
	let first: Exclusion | null = null;
	for (const i of active) {
		const curve = evaluations.flatMap(({ step, losses }) =>
			step >= from ? [{ step, loss: losses[i] }] : [],
		);
		const best = curve.reduce((low, point) => (point.loss < low.loss ? point : low));
		const isOverfit = curve[curve.length - 1].loss > best.loss * (1 + rise);
		if (isOverfit && (first === null || best.step < first.step))
			first = { skill: skills[i].id, step: best.step };
	}
	return first;
}

export const msft = policyOf('msft', {
	group: 'adaptive',
	// The roll-outs begin at the base, as the run does.
	clock: 'run',
	citation: {
		text:
			'Koh et al., mSFT: Addressing Dataset Mixtures Overfitting Heterogeneously in Multi-task ' +
			'SFT, 2026. This follows its abstract and summaries',
		url: 'https://arxiv.org/abs/2603.21606',
	},
	isReading: true,
	parameters: settingsOf('msft', {
		every: { kind: 'whole', default: 20, min: 1, max: 100_000, unit: true },
		rows: measuredRows(32, 1024),
		rise: { kind: 'number', default: 0.05, min: 0, max: 10 },
		budget: { kind: 'whole', default: 100_000, min: 1, max: 100_000, unit: true },
	}),
	prepare: async (values, context, { rollOut, report, signal, saved, save }) => {
		const { skills, totalSteps, random } = context;
		const { every, rows, rise, budget } = values;
		// A roll-out ends at an evaluation.
		const length = every * Math.ceil(budget / every);
		const rollOuts = mostRollOuts(length, context);
		let excluded = saved === undefined ? [] : readState(exclusionList(context), saved);
		let from = excluded[excluded.length - 1]?.step ?? 0;
		for (let done = excluded.length; from < totalSteps; done++) {
			if (excluded.length === skills.length - 1) break;
			signal.throwIfAborted();
			report({
				done,
				of: rollOuts,
				label: { id: 'msft.preparing', values: { done: done + 1, of: rollOuts } },
			});
			const end = Math.min(totalSteps, from + length);
			const evaluations: Evaluation[] = [];
			const mixer: Mixer = {
				...scheduleMixer(excluded, context),
				probes: (step) =>
					(step + 1) % every === 0 || step + 1 === end ? [lossProbe(context, rows)] : [],
				observe: ({ step, results: [result] }) => {
					if (result?.kind !== 'measure') return;
					const losses = groupMeans(result.values.loss!, rows);
					evaluations.push({ step: step + 1, losses });
				},
			};
			// The same seed and schedule each time: the steps before the return are the same.
			const seed = random.child('roll-outs').bits(0);
			await rollOut(mixer, { steps: end, seed, schedule: totalSteps });
			const active = activeAt(excluded, skills, totalSteps);
			const next = earliestOverfit(evaluations, skills, active, { from, rise });
			from = next?.step ?? end;
			if (next === null) continue;
			excluded = [...excluded, next];
			save(toJson(excluded));
		}
		return { excluded: toJson(excluded) };
	},
	/** An upper bound: each roll-out trains to the end of the run. */
	preparationCost: ({ every, rows, budget }, context) => {
		const { skills, totalSteps } = context;
		const rollOuts = mostRollOuts(every * Math.ceil(budget / every), context);
		const evaluations = 1 + Math.ceil(totalSteps / every);
		return {
			updates: rollOuts * totalSteps,
			measured: rollOuts * evaluations * rows * skills.length,
		};
	},
	createMixer: (_values, context, restored) =>
		scheduleMixer(
			restored?.artefact === undefined
				? null
				: readArtefact(objectOf({ excluded: exclusionList(context) }), restored.artefact).excluded,
			context,
		),
});

/** Each but the last one leaves out a skill or searches `length` more steps. One skill stays. */
const mostRollOuts = (
	length: number,
	{ skills, totalSteps }: Pick<MixContext, 'skills' | 'totalSteps'>,
): number => (skills.length === 1 ? 0 : skills.length - 2 + Math.ceil(totalSteps / length));

/** Indices of the skills in the mix at a step; the last one stays. */
function activeAt(
	excluded: readonly Exclusion[],
	skills: readonly Pick<MixSkill, 'id'>[],
	step: number,
): number[] {
	const out = excluded.filter((exclusion) => exclusion.step <= step).map(({ skill }) => skill);
	return [...skills.keys()].filter((i) => !out.includes(skills[i].id));
}

/** Equal shares of the active skills at each step. null: the schedule is not known yet. */
function scheduleMixer(excluded: readonly Exclusion[] | null, context: MixContext): Mixer {
	const { skills } = context;
	const names = new Map(skills.map(({ id, name }) => [id, name]));
	const named = (excluded ?? []).map(({ skill, step }) => ({ name: names.get(skill)!, step }));
	const mixer = passiveMixer(
		(step) => {
			const active = activeAt(excluded ?? [], skills, step);
			const weights = skills.map((_, i) => (active.includes(i) ? 1 / active.length : 0));
			return countedPlan(weights, context, step);
		},
		(step) => {
			if (excluded === null) return { id: 'msft.waiting', values: {} };
			if (named.length === 0) return { id: 'msft.none', values: {} };
			const out = named.filter((exclusion) => exclusion.step <= step);
			const next = named.find((exclusion) => exclusion.step > step) ?? null;
			return { id: 'msft.active', values: { out, next } };
		},
	);
	const warnings = unvalidatedWarnings(context);
	return { ...mixer, explain: () => ({ ...mixer.explain(), warnings }) };
}

/** A list of skills that are left out: all but one at most. */
function exclusionList({ skills }: MixContext) {
	const exclusion = object({
		skill: oneOf(skills.map(({ id }) => id)),
		step: whole(0, Number.MAX_SAFE_INTEGER),
	});
	const limit = skills.length - 1;
	const message = mustBe(say('a list of at most {limit} skills with their steps', { limit }));
	return v.pipe(v.array(exclusion, message), v.maxLength(limit, message), v.readonly());
}
