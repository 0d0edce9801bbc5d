/** Reads a study from a file's JSON, or from a study value that was stored or exported. */
import { InputError, fieldError } from '#engine/core/errors.ts';
import { isObject, parseJson, type Json, type JsonObject } from '#engine/core/json.ts';
import type { ParameterSpecs } from '#engine/core/parameters.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { commonParameters, hasLeft, policyById } from '#mixing/index.ts';
import { checkedPolicy, type CheckOptions } from '#lab/run/checkedPolicy.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { anyObject, checkedBy } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { decodeLink } from '#lab/run/link.ts';
import { beforeLink } from '#lab/run/linkText.ts';
import { presetById } from '#lab/run/presets.ts';
import { parseExperiment, fieldsOfVersion1, type Fields } from '#lab/run/schema.ts';
import { importedSkill, withOwnSkills } from './ownSkills.ts';
import { checkStudy } from './rules.ts';
import { studyFile, type Study, type StudyFile, type StudyPolicy } from './study.ts';

export interface StudyContext extends CheckOptions {
	/** Errors begin with the name of the file, or of another source. */
	readonly file: string;
	/** The experiment of a study that names none. A preset changes its settings. */
	readonly base: Experiment;
	/** Changes the experiment, unless the study contains a whole one. */
	readonly change?: (experiment: Experiment) => Experiment;
	/** The lab's models and skills. */
	readonly models: readonly ModelRef[];
	readonly skills: readonly SkillInfo[];
	/** The file's text, so that errors name the line of their field. */
	readonly text?: string;
}

/** parseStudy for the text of a file. */
export function parseStudyText(text: string, context: StudyContext): Study {
	const { file } = context;
	const value = parseJson(
		text,
		(fault, cause) =>
			new InputError(say('{file} is {fault}. Correct it.', { file, fault }), { file }, { cause }),
	);
	return parseStudy(value, { ...context, text });
}

/** Resolves presets, links and defaults. Throws InputError that names the file and the field. */
export const parseStudy = (value: unknown, context: StudyContext): Study =>
	inFile(context, () => readStudy(value, context));

/** Puts file and line before the message of an InputError that `read` throws. */
export function inFile<T>({ file, text }: Pick<StudyContext, 'file' | 'text'>, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		const { field } = error.data;
		const line = text !== undefined && typeof field === 'string' ? lineOfField(text, field) : null;
		const message =
			line === null
				? say('{file}: {statement}', { file, statement: error.statement })
				: say('{file}, line {line}: {statement}', { file, line, statement: error.statement });
		throw new InputError(message, { ...error.data, file });
	}
}

function readStudy(value: unknown, context: StudyContext): Study {
	const file = checkedBy(studyFile, fileFields(value));
	const { version, title, about, seeds, budget, against, target } = file;
	const { models, epochs, learningRates, domainShares, analysis } = file;
	const named = within('experiment', () => readExperiment(file.experiment, context));
	const evaluation = { ...named.evaluation, ...file.evaluation };
	const imported = file.skills.map((entry, i) =>
		importedSkill(entry, `skills[${i}]`, context.skills),
	);
	const experiment = parseExperiment(
		{ ...withOwnSkills(named, file.skills, imported, file), evaluation },
		context,
	);
	const study: Study = {
		version,
		title,
		about,
		experiment,
		policies: file.policies.map((_, i) => readPolicy(file.policies, i, experiment, context)),
		seeds,
		axes: {
			...(models && { model: models.map((entry, i) => readModel(entry, i, context.models)) }),
			...(epochs && { epochs }),
			...(learningRates && { learningRate: learningRates }),
			...(domainShares && { domainShare: domainShares }),
		},
		budget,
		against,
		target: target === null ? null : skillId(experiment, target),
		groups: readGroups(file, experiment, context.skills),
		...(analysis && { analysis }),
	};
	checkStudy(study);
	return study;
}

/** The field of a file for each axis of a study value. */
const axisFields = new Map([
	['model', 'models'],
	['epochs', 'epochs'],
	['learningRate', 'learningRates'],
	['domainShare', 'domainShares'],
]);

/** The unchecked fields of a file, or of a study value, whose axes are one object. */
export function fileFields(value: unknown): Fields {
	const { axes = {}, ...others } = fieldsOfVersion1(value, say('the study'));
	const lists = Object.entries(checkedBy(anyObject(say('an object of lists')), axes, 'axes')).map(
		([id, values]) => [axisFields.get(id) ?? `axes.${id}`, values],
	);
	return { ...others, ...(Object.fromEntries(lists) as Fields) };
}

/** Puts the field before the message of an InputError that `read` throws. */
export function within<T>(field: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof InputError) throw fieldError(field, error.statement);
		throw error;
	}
}

function readExperiment(
	value: unknown,
	{ base, models, change = (experiment) => experiment, toLookAt }: StudyContext,
): Experiment {
	if (value === null) return change(base);
	if (typeof value !== 'string') return parseExperiment(value, { toLookAt });
	return change(
		beforeLink(value) !== null ? decodeLink(value) : presetById(value).apply(base, models),
	);
}

function readPolicy(
	policies: StudyFile['policies'],
	index: number,
	experiment: Experiment,
	{ toLookAt }: CheckOptions,
): StudyPolicy {
	const field = `policies[${index}]`;
	const { label, id, preset, meanOf, meanOver, reverseOf, waves, steps, rows, switches, settings } =
		policies[index];
	const earlier = policies.slice(0, index).map((other) => other.label);
	if (earlier.includes(label))
		throw fieldError(
			`${field}.label`,
			say('"{label}" is there twice. Give each its own.', { label }),
		);
	for (const [name, meanOf] of Object.entries({ meanOf: policies[index].meanOf, reverseOf }))
		if (meanOf !== undefined && !earlier.includes(meanOf))
			throw fieldError(
				`${field}.${name}`,
				say('"{label}" is not a policy before this one. Move it up, or correct the label.', {
					label: meanOf,
				}),
			);
	if (meanOver !== undefined && meanOf === undefined)
		throw fieldError(`${field}.meanOver`, say('needs meanOf. Name the policy there.'));
	if (toLookAt && hasLeft(id)) return { label, id, settings };
	const { parameters } = within(field, () => policyById(id, 'id'));
	if (meanOf !== undefined && parameters.ratios?.kind !== 'ratios')
		throw fieldError(
			`${field}.meanOf`,
			say('"{id}" takes no shares. Use replay, or fixed.', { id }),
		);
	const byStep = Object.entries({ reverseOf, waves }).find(([, value]) => value !== undefined);
	if (byStep && parameters.points?.kind !== 'timetable')
		throw fieldError(
			`${field}.${byStep[0]}`,
			say('"{id}" takes no shares by step. Use timetable.', { id }),
		);
	const fieldOf = (i: number) => (i === 0 ? field : `${field}.switches[${i - 1}]`);
	const named = [{ fromStep: 0, id, settings }, ...(switches ?? [])].map((segment, i) => ({
		...segment,
		settings: within(fieldOf(i), () => settingsWithIds(experiment, segment)),
	}));
	named[0].settings = { ...presetSettings(id, preset, field), ...named[0].settings };
	const [first, ...later] = checkedPolicy(named, experiment.skills, fieldOf);
	return {
		label,
		id,
		settings: first.settings,
		...(meanOf !== undefined && { meanOf }),
		...(meanOver !== undefined && { meanOver }),
		...(reverseOf !== undefined && { reverseOf }),
		...(waves && { waves }),
		...(steps !== undefined && { steps }),
		...(rows && { rows }),
		...(switches && { switches: later }),
	};
}

function presetSettings(id: string, preset: string | undefined, field: string): JsonObject {
	if (preset === undefined) return {};
	const { presets = [] } = policyById(id);
	const found = presets.find((candidate) => candidate.id === preset);
	if (found) return found.settings;
	const known = presets.map((candidate) => candidate.id).join(', ') || null;
	throw fieldError(
		`${field}.preset`,
		say('"{id}" has no preset "{preset}".{known, select, null {} other { Known ones: {known}.}}', {
			id,
			preset,
			known,
		}),
	);
}

/** The roles of the skills are the default. */
function readGroups(
	{ groups }: StudyFile,
	experiment: Experiment,
	infos: readonly SkillInfo[],
): Study['groups'] {
	const findRole = (id: string) => infos.find((info) => info.id === id)?.role ?? 'domain';
	const withRole = (role: SkillInfo['role']) =>
		experiment.skills.map(({ id }) => id).filter((id) => findRole(id) === role);
	const read = (role: SkillInfo['role']) =>
		groups?.[role]?.map((name) => skillId(experiment, name)) ?? withRole(role);
	return { domain: read('domain'), general: read('general') };
}

function readModel(entry: string | ModelRef, i: number, models: readonly ModelRef[]): ModelRef {
	if (typeof entry !== 'string') return entry;
	const found = models.find(({ id }) => id === entry);
	if (found) return { id: found.id, sha256: found.sha256 };
	const known = models.map(({ id }) => id).join(', ');
	throw fieldError(
		`models[${i}]`,
		say('the lab has no model "{entry}". Known ones: {known}.', { entry, known }),
	);
}

/** Strings, brackets and other values of JSON; spaces and punctuation between them have no part. */
const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}]|[,:]|[^\s,:[\]{}"]+/g;

interface Level {
	readonly isList: boolean;
	readonly path: string;
	/** The next index, or the key whose value follows. */
	index: number;
	key: string | null;
}

/**
 * The line of a field in the text of a JSON file, from 1. `field`: a path such as
 * `policies[1].label`. A missing field has the line of the object that lacks it; null if the text
 * has none of them.
 */
export function lineOfField(text: string, field: string): number | null {
	const levels: Level[] = [];
	let found: { readonly path: string; readonly at: number } | null = null;
	const isCloser = (path: string) =>
		(field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`)) &&
		path.length > (found?.path.length ?? -1);
	for (const { 0: token, index: at } of text.matchAll(tokens)) {
		const level = levels.at(-1);
		if (token === ':') continue;
		if (token === ',') {
			if (level) [level.index, level.key] = [level.index + 1, null];
		} else if (token === ']' || token === '}') levels.pop();
		else if (level && !level.isList && level.key === null) {
			level.key = JSON.parse(token) as string;
			const path = pathIn(level);
			if (isCloser(path)) found = { path, at };
		} else {
			const path = level ? pathIn(level) : '';
			if (path !== '' && isCloser(path)) found = { path, at };
			if (token === '[' || token === '{')
				levels.push({ isList: token === '[', path, index: 0, key: null });
		}
	}
	return found && text.slice(0, found.at).split('\n').length;
}

const pathIn = ({ isList, path, index, key }: Level): string =>
	isList ? `${path}[${index}]` : path === '' ? `${key}` : `${path}.${key}`;

type Skills = Pick<Experiment, 'skills'>;

/**
 * The id of the one skill with this id or name; other text stays as it is. An author knows the name
 * of an imported skill, not its id, which is a hash.
 */
export function skillId({ skills }: Skills, text: string): string {
	const named = skills.filter(({ name }) => name === text);
	return named.length === 1 && !skills.some(({ id }) => id === text) ? named[0].id : text;
}

/** Settings of a policy with ids in place of names. Throws InputError for an unknown policy. */
function settingsWithIds(
	experiment: Skills,
	{ id, settings }: Pick<StudyPolicy, 'id' | 'settings'>,
): JsonObject {
	const parameters: ParameterSpecs = { ...policyById(id, 'id').parameters, ...commonParameters };
	return mapped(settings, ([name, value]) => {
		const kind = Object.hasOwn(parameters, name) ? parameters[name].kind : undefined;
		if (kind === 'skill' || kind === 'skills' || kind === 'ratios')
			return [name, withIds(experiment, value)];
		if (kind !== 'timetable' || !Array.isArray(value)) return [name, value];
		return [name, value.map((entry) => entryWithIds(experiment, entry as Json))];
	});
}

const entryWithIds = (experiment: Skills, entry: Json): Json =>
	isObject(entry)
		? mapped(entry, ([key, value]) => [key, key === 'ratios' ? withIds(experiment, value) : value])
		: entry;

/** In a text, a list of texts, or the keys of an object. */
function withIds(experiment: Skills, value: Json): Json {
	if (typeof value === 'string') return skillId(experiment, value);
	if (Array.isArray(value)) return value.map((item: Json) => withIds(experiment, item));
	return isObject(value)
		? mapped(value, ([key, entry]) => [skillId(experiment, key), entry])
		: value;
}

const mapped = (object: JsonObject, map: (entry: [string, Json]) => [string, Json]): JsonObject =>
	Object.fromEntries(Object.entries(object).map(map));
