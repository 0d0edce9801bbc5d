/**
 * Settings that all policies share. Experiments and links leave them out when they are off.
 *  within:  an inner choice keeps a share of each skill's training rows, once, before the policy
 *           sees them. The policy then mixes these rows, or chooses among them.
 *  drawnBy: the policy's shares p weigh losses, and a fixed distribution q draws the examples. Each
 *           example's loss counts p/q times (importance weights), so the expected gradient is p's.
 *  drawnShares: q, if it is neither equal nor by size.
 */
import { InternalError, fieldError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import {
	parseParameters,
	settingsOf,
	type ParameterSpecs,
	type Ratios,
} from '#engine/core/parameters.ts';
import { chooseRows, rowBorder, type RowChoice } from './chosenRows.ts';
import { countChosenRows } from './exampleSelector/topShare.ts';
import type { RowsBySkill } from './batchPlan.ts';
import type { PolicyMessage } from './messages.ts';
import { delegateMixer } from './mixers.ts';
import type { MeasureProbe, MixContext, Mixer, MixingPolicy, Survey } from './policy.ts';
import { sharesFromRatios, temperatureShares } from './shares.ts';

export const commonParameters = settingsOf('common', {
	within: {
		kind: 'choice',
		options: ['all', 'random', 'longest', 'ifd', 'auxiliary'],
		advanced: true,
	},
	withinShare: { kind: 'number', default: 0.1, min: 0.001, max: 1, advanced: true },
	drawnBy: {
		kind: 'choice',
		options: ['mix', 'uniform', 'proportional', 'shares'],
		advanced: true,
	},
	drawnShares: { kind: 'ratios', advanced: true },
});

/** A policy that chooses rows itself has no shares to weigh losses by. */
export function listCommonParameters({ group }: Pick<MixingPolicy, 'group'>): ParameterSpecs {
	const { drawnBy, drawnShares, ...choice } = commonParameters;
	return group === 'examples' ? choice : { ...choice, drawnBy, drawnShares };
}

const isCommon = (name: string) => Object.hasOwn(commonParameters, name);
const pickSettings = (settings: JsonObject, isPicked: (name: string) => boolean): JsonObject =>
	Object.fromEntries(Object.entries(settings).filter(([name]) => isPicked(name)));

/**
 * The settings that the policy defines, and the common ones that are on. Throws an InputError on a
 * common setting that is wrong; the policy's are not checked.
 */
export function splitSettings(policy: MixingPolicy, settings: JsonObject, where: string) {
	const { within, withinShare, drawnBy, drawnShares } = parseParameters(
		commonParameters,
		pickSettings(settings, isCommon),
		where,
	);
	if (drawnBy !== 'mix' && policy.group === 'examples')
		throw fieldError(
			`${where}.drawnBy`,
			say('"{id}" chooses the rows itself, so it has no shares to weigh losses by. Leave it out.', {
				id: policy.id,
			}),
		);
	const common: JsonObject = {
		...(within !== 'all' && { within, withinShare }),
		...(drawnBy !== 'mix' && { drawnBy }),
		...(drawnBy === 'shares' && { drawnShares }),
	};
	return { policySettings: pickSettings(settings, (name) => !isCommon(name)), common };
}

/**
 * The policy with the common settings that are on in `settings`; the policy itself if none is on.
 * The run's seed decides random rows, so that all policies of a comparison have the same ones.
 */
export function composePolicy(
	policy: MixingPolicy,
	settings: JsonObject,
	seed: number,
): MixingPolicy {
	const { common } = splitSettings(policy, settings, 'settings');
	if (Object.keys(common).length === 0) return policy;
	const { within, withinShare, drawnBy, drawnShares } = parseParameters(
		commonParameters,
		common,
		'settings',
	);
	const base = { ...policy, parameters: { ...policy.parameters, ...commonParameters } };
	const weighted = drawnBy === 'mix' ? base : weighLosses(base, drawnBy, drawnShares);
	return within === 'all'
		? weighted
		: narrowRows(weighted, { by: within, share: withinShare, seed });
}

/** The policy's shares p weigh the losses; the fixed shares q draw the examples. */
function weighLosses(
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
				throw fieldError(
					`drawnShares.${undrawn.id}`,
					say('is 0, so {name} would never be drawn. Give each trained skill a share above 0.', {
						name: undrawn.name,
					}),
				);
			const mixer = policy.createMixer(values, context, restored);
			const weighing: Mixer = {
				...delegateMixer(mixer),
				plan: (step) => {
					const { weights, by, ...plan } = mixer.plan(step);
					if (by === 'examples')
						throw new InternalError(
							`The policy ${policy.id} chooses rows, so its group must be "examples".`,
						);
					const replace = 'replace' in plan && plan.replace === true;
					return { by: 'weights', weights, sampling, ...(replace && { replace }) };
				},
			};
			return explainFirst(weighing, { id: 'drawn.by', values: { by: q } });
		},
	};
}

/** The policy among the chosen rows of each skill only. */
function narrowRows(policy: MixingPolicy, choice: RowChoice): MixingPolicy {
	let chosen: RowsBySkill | undefined;
	const chooseOnce = async (context: MixContext, survey: Survey): Promise<RowsBySkill> =>
		(chosen ??= await chooseRows(context, survey, choice));
	const narrow = <C extends Pick<MixContext, 'skills'>>(context: C): C => ({
		...context,
		skills: context.skills.map((skill) => ({
			...skill,
			size: countChosenRows(skill.size, choice.share),
		})),
	});
	return {
		...policy,
		...(policy.prepare && {
			async prepare(values, context, preparation) {
				const border = rowBorder(await chooseOnce(context, preparation));
				return policy.prepare!(values, narrow(context), {
					...preparation,
					measure: (probe) => preparation.measure(border.probe(probe)),
					rollOut: (mixer, options) => preparation.rollOut(border.mixer(mixer), options),
				});
			},
		}),
		...(policy.preparationCost && {
			preparationCost: (values, context) => policy.preparationCost!(values, narrow(context)),
		}),
		async survey(values, context, survey, artefact): Promise<NarrowedSurvey> {
			const rows = await chooseOnce(context, survey);
			const inner = {
				...survey,
				measure: (probe: MeasureProbe) => survey.measure(rowBorder(rows).probe(probe)),
			};
			return { rows, inner: await policy.survey?.(values, narrow(context), inner, artefact) };
		},
		createMixer(values, context, restored) {
			const survey = restored?.survey as NarrowedSurvey | undefined;
			const { survey: _survey, ...others } = restored ?? {};
			const mixer = policy.createMixer(values, narrow(context), {
				...others,
				...(survey?.inner !== undefined && { survey: survey.inner }),
			});
			if (!survey) return mixer;
			const { by, share } = choice;
			const measuredBy = by === 'auxiliary' && !context.hasAuxiliary ? 'base' : by;
			return explainFirst(rowBorder(survey.rows).mixer(mixer), {
				id: 'within.kept',
				values: { by: measuredBy, share },
			});
		},
	};
}

/** The chosen rows, and the survey of the policy inside. It is never stored. */
interface NarrowedSurvey {
	readonly rows: RowsBySkill;
	readonly inner: unknown;
}

/** Adds a sentence before the mixer's. */
const explainFirst = (mixer: Mixer, first: PolicyMessage): Mixer => ({
	...mixer,
	explain() {
		const { sentence: inner, ...rest } = mixer.explain();
		return { ...rest, sentence: [first, inner].flat() };
	},
});
