/**
 * Settings that every policy has beside its own. They are left out of experiments when off.
 *  within:  an inner choice keeps a share of each skill's training rows, once, before the policy
 *           sees them. The policy, whichever it is, mixes or chooses among the rows that are left.
 *  drawnBy: the policy's shares p weigh losses, and a fixed distribution q draws the examples. Each
 *           example's loss counts p/q times (importance weights), so the expected gradient is p's.
 *  drawnShares: q, if it is neither equal nor by size.
 */
import { InternalError, wrong } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import {
	choiceSpec,
	numberSpec,
	parseParameters,
	type ParameterSpecs,
	type Ratios,
} from '#engine/core/parameters.ts';
import { chosenWithin, keptRows, withRows, type RowChoice } from './chosenRows.ts';
import type { RowsBySkill } from './batchPlan.ts';
import type { PolicyStatement } from './messages.ts';
import { delegated } from './mixers.ts';
import type { MixContext, Mixer, MixingPolicy, Survey } from './policy.ts';
import { sharesFromRatios, temperatureShares } from './shares.ts';

export const sharedParameters = {
	within: choiceSpec(
		'Rows',
		{
			options: {
				all: 'All',
				random: 'Random',
				longest: 'Longest',
				ifd: 'Highest IFD',
				auxiliary: 'Lowest loss of the auxiliary model',
			},
			advanced: true,
		},
		'Which training rows of each skill the policy works with. They are chosen once, with the ' +
			'weights at the start of the run. Mixture-of-Skills (Table 4) combines its mixes with the ' +
			'top 10 % by IFD of each data set.',
	),
	withinShare: numberSpec(
		'Share of rows',
		{ default: 0.1, min: 0.001, max: 1, advanced: true },
		'The share of each skill’s training rows that is kept, at least one row. Unused with all rows.',
	),
	drawnBy: choiceSpec(
		'Drawn by',
		{
			options: {
				mix: 'The mix',
				uniform: 'Equal shares',
				proportional: 'Sizes',
				shares: 'Own shares',
			},
			advanced: true,
		},
		'By the policy’s shares, they decide what is drawn. Otherwise fixed shares q draw the ' +
			'examples, and the policy’s shares p weigh their losses by p/q: the same gradient on ' +
			'average, with other noise. Our combination.',
	),
	drawnShares: {
		kind: 'ratios',
		label: 'Own shares q',
		help:
			'The shares q of the draws, on any scale; each above 0. Used by Drawn by: Own shares. ' +
			'Default: all equal.',
		advanced: true,
	},
} as const satisfies ParameterSpecs;

/** A policy that chooses rows itself has no shares to weigh losses by. */
export function listSharedParameters({ group }: Pick<MixingPolicy, 'group'>): ParameterSpecs {
	const { drawnBy, drawnShares, ...choice } = sharedParameters;
	return group === 'examples' ? choice : { ...choice, drawnBy, drawnShares };
}

const isShared = (name: string) => Object.hasOwn(sharedParameters, name);

/** The policy's own settings, and the shared ones that are on. Throws an InputError. */
export function splitSettings(policy: MixingPolicy, settings: JsonObject, where: string) {
	const entries = Object.entries(settings);
	const given = Object.fromEntries(entries.filter(([name]) => isShared(name)));
	const { within, withinShare, drawnBy, drawnShares } = parseParameters(
		sharedParameters,
		given,
		where,
	);
	if (drawnBy !== 'mix' && policy.group === 'examples')
		throw wrong(
			`${where}.drawnBy`,
			sentence`"${policy.id}" chooses the rows itself, so it has no shares to weigh losses by.
				Leave it out.`,
		);
	const shared: JsonObject = {
		...(within !== 'all' && { within, withinShare }),
		...(drawnBy !== 'mix' && { drawnBy }),
		...(drawnBy === 'shares' && { drawnShares }),
	};
	return { own: Object.fromEntries(entries.filter(([name]) => !isShared(name))), shared };
}

/**
 * The policy with the shared settings that `settings` uses; the policy itself if it uses none. The
 * run's seed decides random rows, so that all policies of a comparison have the same ones.
 */
export function composed(policy: MixingPolicy, settings: JsonObject, seed: number): MixingPolicy {
	const { shared } = splitSettings(policy, settings, 'settings');
	if (Object.keys(shared).length === 0) return policy;
	const values = parseParameters(sharedParameters, shared, 'settings');
	const open = { ...policy, parameters: { ...policy.parameters, ...sharedParameters } };
	const mixed =
		values.drawnBy === 'mix' ? open : weighing(open, values.drawnBy, values.drawnShares);
	const { within: by, withinShare: share } = values;
	const whole = by === 'all' ? mixed : choosing(mixed, { by, share, seed });
	// A policy gets its own settings only.
	const own = <V extends object>(all: V): V =>
		Object.fromEntries(Object.entries(all).filter(([name]) => !isShared(name))) as V;
	return {
		...whole,
		...(whole.prepare && { prepare: (all, ...rest) => whole.prepare!(own(all), ...rest) }),
		...(whole.preparationCost && {
			preparationCost: (all, context) => whole.preparationCost!(own(all), context),
		}),
		...(whole.survey && { survey: (all, ...rest) => whole.survey!(own(all), ...rest) }),
		createMixer: (all, ...rest) => whole.createMixer(own(all), ...rest),
	};
}

/** p weighs the losses; q draws. */
function weighing(
	policy: MixingPolicy,
	q: 'uniform' | 'proportional' | 'shares',
	ratios: Ratios,
): MixingPolicy {
	return {
		...policy,
		createMixer(values, context, restored) {
			const { skills } = context;
			const sampling =
				q === 'proportional'
					? temperatureShares(skills, 1)
					: sharesFromRatios(q === 'shares' ? ratios : {}, skills, 'drawnShares');
			const undrawn = skills.find((_, i) => sampling[i] === 0);
			if (undrawn)
				throw wrong(
					`drawnShares.${undrawn.id}`,
					sentence`is 0, so ${undrawn.name} would never be drawn. Give each trained skill a share
						above 0.`,
				);
			const mixer = policy.createMixer(values, context, restored);
			return {
				...delegated(mixer),
				plan: (step) => {
					const { weights, by, ...plan } = mixer.plan(step);
					if (by === 'examples')
						throw new InternalError(
							`The policy ${policy.id} chooses rows: it is in no such group.`,
						);
					const replace = 'replace' in plan && plan.replace === true;
					return { by: 'weights', weights, sampling, ...(replace && { replace }) };
				},
			};
		},
	};
}

function choosing(policy: MixingPolicy, choice: RowChoice): MixingPolicy {
	let chosen: RowsBySkill | undefined;
	const choose = async (context: MixContext, survey: Survey): Promise<RowsBySkill> =>
		(chosen ??= await chosenWithin(context, survey, choice));
	const narrowed = <C extends Pick<MixContext, 'skills'>>(context: C): C => ({
		...context,
		skills: context.skills.map((skill) => ({ ...skill, size: keptRows(skill.size, choice.share) })),
	});
	return {
		...policy,
		...(policy.prepare && {
			async prepare(values, context, preparation) {
				const rows = withRows(await choose(context, preparation));
				return policy.prepare!(values, narrowed(context), {
					...preparation,
					measure: (probe) => preparation.measure(rows.probe(probe)),
					rollOut: (mixer, options) => preparation.rollOut(rows.mixer(mixer), options),
				});
			},
		}),
		...(policy.preparationCost && {
			preparationCost: (values, context) => policy.preparationCost!(values, narrowed(context)),
		}),
		async survey(values, context, survey, artefact) {
			const kept = await choose(context, survey);
			const measure: Survey['measure'] = (probe) => survey.measure(withRows(kept).probe(probe));
			const inner = { ...survey, measure };
			return { kept, own: await policy.survey?.(values, narrowed(context), inner, artefact) };
		},
		createMixer(values, context, restored) {
			const { kept, own } = (restored?.survey ?? {}) as { kept?: RowsBySkill; own?: unknown };
			const { survey: _survey, ...others } = restored ?? {};
			const mixer = policy.createMixer(values, narrowed(context), {
				...others,
				...(own !== undefined && { survey: own }),
			});
			return kept ? explaining(withRows(kept).mixer(mixer), choice) : mixer;
		},
	};
}

const isList = (words: PolicyStatement): words is Extract<PolicyStatement, readonly unknown[]> =>
	Array.isArray(words);

/** Says first which rows are drawn. */
const explaining = (mixer: Mixer, { by, share }: RowChoice): Mixer => ({
	...mixer,
	explain() {
		const { sentence: own, ...rest } = mixer.explain();
		const rows = { id: 'within.kept', values: { by, share } } as const;
		return { ...rest, sentence: [rows, ...(isList(own) ? own : [own])] };
	},
});
