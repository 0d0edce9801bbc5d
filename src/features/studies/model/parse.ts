/** Reads a study from a file's JSON, or from a study value that was stored or exported. */
import { InputError } from '#core/errors.ts';
import type { JsonObject } from '#core/json.ts';
import { quote } from '#core/text.ts';
import type { SkillInfo } from '#data/skill.ts';
import { policyById } from '#mixing/registry.ts';
import { checkedPolicy } from '#lab/run/checkedPolicy.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { checkedBy, wrong } from '#core/fields.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { isObject, type Fields } from '#lab/run/versions.ts';
import { demandFewCells, type AxisSizes } from './factors.ts';
import { checkFields, checkGroups, checkSearch, demandSkill } from './rules.ts';
import { studyFile, type StudyFile } from './schema.ts';
import type { Study, StudyPolicy } from './study.ts';

export interface StudyContext {
	/** Errors begin with the name of the file, or of another source. */
	readonly file: string;
	/** The experiment of a study that names none. */
	readonly base: Experiment;
	/** Applies a preset to `base`; throws InputError with the known presets. */
	readonly preset: (id: string) => Experiment;
	/** The lab's models and skills. */
	readonly models: readonly ModelRef[];
	readonly skills: readonly SkillInfo[];
	/** Reads a link's fragment. Without it, a study with a link is an error. */
	readonly decodeLink?: (fragment: string) => Experiment;
}

/** parseStudy for the text of a file. */
export function parseStudyText(text: string, context: StudyContext): Study {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw new InputError(
			`${context.file} is not JSON: ${(cause as Error).message}. Correct it.`,
			{ file: context.file },
			{ cause },
		);
	}
	return parseStudy(value, context);
}

/** Resolves presets, links and defaults. Throws InputError that names the file and the field. */
export function parseStudy(value: unknown, context: StudyContext): Study {
	const { file } = context;
	try {
		return readStudy(value, context);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new InputError(`${file}: ${error.message}`, { ...error.data, file });
	}
}

function readStudy(value: unknown, context: StudyContext): Study {
	const fields = studyFields(value);
	demandFewCells(axisSizesOf(fields));
	const file = checkedBy(studyFile, fields);
	const experiment = within('experiment', () => readExperiment(file.experiment, context));
	const groups = readGroups(file, experiment, context.skills);
	const policies = file.policies.map((_, i) => readPolicy(file.policies, i, experiment));
	checkFields(file, groups);
	checkSearch(file, experiment, context.skills);
	const { title, about, seeds, budget, against, target, search } = file;
	const { epochs, learningRates, domainShares } = file;
	if (target !== null) demandSkill('target', target, experiment);
	const models = file.models?.map((entry, i) => readModel(entry, context.models, `models[${i}]`));
	return {
		version: 1,
		title,
		about,
		experiment,
		policies,
		seeds,
		axes: {
			...(models && { model: models }),
			...(epochs && { epochs }),
			...(learningRates && { learningRate: learningRates }),
			...(domainShares && { domainShare: domainShares }),
		},
		budget,
		against,
		target,
		search,
		groups,
	};
}

/** The unchecked fields of a file, or of a study value, whose axes are one object. */
function studyFields(value: unknown): Fields {
	if (!isObject(value))
		throw wrong('the study', 'must be an object, like the files in studies/. Correct it.');
	if (value.version !== 1)
		throw wrong(
			'version',
			`this lab reads version 1, not ${quote(value.version)}. Open it in the lab that made it.`,
		);
	if (value.axes === undefined) return value;
	const { axes, ...others } = value;
	if (!isObject(axes)) throw wrong('axes', 'must be an object of lists. Correct it.');
	const { model, epochs, learningRate, domainShare, ...rest } = axes;
	const [unknown] = Object.keys(rest);
	if (unknown !== undefined)
		throw wrong(
			`axes.${unknown}`,
			'is not an axis. The axes are model, epochs, learningRate, domainShare.',
		);
	return {
		...others,
		...(model !== undefined && { models: model }),
		...(epochs !== undefined && { epochs }),
		...(learningRate !== undefined && { learningRates: learningRate }),
		...(domainShare !== undefined && { domainShares: domainShare }),
	};
}

/** Reads only lengths, so that a huge study is refused before its lists are checked. */
function axisSizesOf(fields: Fields): AxisSizes {
	const size = (field: string, absent: number) => {
		const list = fields[field];
		return Array.isArray(list) ? list.length : absent;
	};
	return {
		policy: size('policies', 0) + size('domainShares', 0) + (fields.search ? 1 : 0),
		seed: size('seeds', 0),
		model: size('models', 1),
		epochs: size('epochs', 1),
		learningRate: size('learningRates', 1),
	};
}

/** Puts the field before the message of an InputError that `read` throws. */
function within<T>(field: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof InputError) throw wrong(field, error.message);
		throw error;
	}
}

function readExperiment(value: unknown, context: StudyContext): Experiment {
	if (value === null) return context.base;
	if (typeof value !== 'string') return parseExperiment(value);
	const link = /^(?:.*#)?(?:e=)?(\d+\.[\w-]{40,})$/s.exec(value.trim());
	if (!link && !value.includes('#')) return context.preset(value);
	if (!context.decodeLink)
		throw new InputError('a link cannot be read here. Write the name of a preset instead.');
	return context.decodeLink(link ? link[1] : value.replace(/^.*#(?:e=)?/s, ''));
}

function readPolicy(
	policies: StudyFile['policies'],
	index: number,
	experiment: Experiment,
): StudyPolicy {
	const field = `policies[${index}]`;
	const { label, id, preset, meanOf, steps, settings } = policies[index];
	const earlier = policies.slice(0, index).map((other) => other.label);
	if (earlier.includes(label))
		throw wrong(`${field}.label`, `"${label}" is there twice. Give each its own.`);
	if (meanOf !== undefined && !earlier.includes(meanOf))
		throw wrong(`${field}.meanOf`, `"${meanOf}" is no policy before this one. Move it.`);
	const { parameters } = within(field, () => policyById(id, 'id'));
	if (meanOf !== undefined && parameters.ratios?.kind !== 'ratios')
		throw wrong(`${field}.meanOf`, `"${id}" takes no shares. Use replay, or fixed.`);
	const merged = { ...presetSettings(id, preset, field), ...(settings as JsonObject) };
	const [segment] = readSettings({ fromStep: 0, id, settings: merged }, experiment, field);
	return {
		label,
		id,
		settings: segment.settings,
		...(meanOf !== undefined && { meanOf }),
		...(steps !== undefined && { steps }),
	};
}

/** Renames the field in errors about the only policy of an experiment. */
function readSettings(
	segment: Parameters<typeof checkedPolicy>[0][number],
	{ skills }: Experiment,
	field: string,
) {
	try {
		return checkedPolicy([segment], skills);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new InputError(error.message.replace(/^policy\[0\]\.?/, `${field}.`), { field });
	}
}

function presetSettings(id: string, preset: string | undefined, field: string): JsonObject {
	if (preset === undefined) return {};
	const { presets = [] } = policyById(id);
	const found = presets.find((candidate) => candidate.id === preset);
	if (found) return found.settings;
	const known = presets.map((candidate) => candidate.id).join(', ') || 'none';
	throw wrong(`${field}.preset`, `"${id}" has no preset "${preset}". Known ones: ${known}.`);
}

/** The roles of the skills are the default. */
function readGroups(
	{ groups }: StudyFile,
	experiment: Experiment,
	infos: readonly SkillInfo[],
): Study['groups'] {
	const roleOf = (id: string) => infos.find((info) => info.id === id)?.role ?? 'domain';
	const withRole = (role: SkillInfo['role']) =>
		experiment.skills.map(({ id }) => id).filter((id) => roleOf(id) === role);
	const { domain = withRole('domain'), general = withRole('general') } = groups ?? {};
	checkGroups({ domain, general }, experiment);
	return { domain, general };
}

function readModel(entry: string | ModelRef, models: readonly ModelRef[], field: string): ModelRef {
	if (typeof entry !== 'string') return entry;
	const found = models.find(({ id }) => id === entry);
	if (found) return { id: found.id, sha256: found.sha256 };
	const known = models.map(({ id }) => id).join(', ');
	throw wrong(field, `the lab has no model "${entry}". Known ones: ${known}.`);
}
