/**
 * Settings that all policies share. Experiments and links leave them out when they are off.
 *  within:  an inner choice keeps a share of each skill's training rows, once, before the policy
 *           sees them. The policy then mixes these rows, or chooses among them.
 */
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters, settingsOf } from '#engine/core/parameters.ts';
import { chooseRows, rowBorder, type RowChoice } from './chosenRows.ts';
import { countChosenRows } from './exampleSelector/topShare.ts';
import type { RowsBySkill } from './batchPlan.ts';
import type { PolicyMessage } from './messages.ts';
import type { MeasureProbe, MixContext, Mixer, MixingPolicy, Survey } from './policy.ts';

export const commonParameters = settingsOf('common', {
	within: { kind: 'choice', options: ['all', 'random', 'ifd'], advanced: true },
	withinShare: { kind: 'number', default: 0.1, min: 0.001, max: 1, advanced: true },
});

const isCommon = (name: string) => Object.hasOwn(commonParameters, name);
const pickSettings = (settings: JsonObject, isPicked: (name: string) => boolean): JsonObject =>
	Object.fromEntries(Object.entries(settings).filter(([name]) => isPicked(name)));

/**
 * The settings that the policy defines, and the common ones that are on. Throws an InputError on a
 * common setting that is wrong; the policy's are not checked.
 */
export function splitSettings(settings: JsonObject, where: string) {
	const common = pickSettings(settings, isCommon);
	const { within, withinShare } = parseParameters(commonParameters, common, where);
	return {
		policySettings: pickSettings(settings, (name) => !isCommon(name)),
		common: { ...(within !== 'all' && { within, withinShare }) },
	};
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
	const common = pickSettings(settings, isCommon);
	const { within, withinShare } = parseParameters(commonParameters, common, 'settings');
	if (within === 'all') return policy;
	const base = { ...policy, parameters: { ...policy.parameters, ...commonParameters } };
	return narrowRows(base, { by: within, share: withinShare, seed });
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
			return explainFirst(rowBorder(survey.rows).mixer(mixer), {
				id: 'within.kept',
				values: { by, share },
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
