/** Reads the study of a bench call from a file, a link or the command line. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy } from '#engine/core/fields.ts';
import { decodeText } from '#engine/core/file.ts';
import { asMessage, englishText } from '#engine/core/message.ts';
import { isObject, parseJson } from '#engine/core/json.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { decodeLink } from '#lab/run/link.ts';
import { beforeLink } from '#lab/run/linkText.ts';
import { presetById } from '#lab/run/presets.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { inFile, parseStudy, within } from '#lab/study/parse.ts';
import { withOwnSkills } from '#lab/study/ownSkills.ts';
import { ownSkillFields, type Study } from '#lab/study/study.ts';
import { builtinInfos, shippedInfos } from '#lab/worker/skills.ts';
import { parseWhole } from '../command.ts';
import { demandFiles, skillFile, skillFiles, type SkillFile } from './skills.ts';
import { parseModel, parsePolicies, parseSeeds, type NamedPolicy } from './words.ts';

export interface StudyWords {
	readonly study?: string | undefined;
	readonly link?: string | undefined;
	readonly experiment?: string | undefined;
	readonly policies?: string | undefined;
	readonly seeds?: string | undefined;
	readonly steps?: string | undefined;
	readonly model?: string | undefined;
	readonly against?: string | undefined;
	/** Skill files or patterns. */
	readonly skills: readonly string[];
}

/** A study before the import of its own skills. */
export interface StudyDraft {
	readonly files: readonly SkillFile[];
	/** Folder of a model that each browser imports; null: a shipped model. */
	readonly modelFolder: string | null;
	/** For the log. */
	readonly notes: readonly string[];
	/**
	 * `own`: the imported skills in the order of `files`. `imported`: the model of `modelFolder`.
	 * Throws InputError with file and field.
	 */
	complete(
		ownSkills: readonly SkillInfo[],
		imported?: ModelRef,
	): { study: Study; skills: readonly SkillInfo[] };
}

/** No two of them train the same batches: `fixed` without shares would equal `uniform`. */
const defaultPolicies = 'uniform,proportional,temperature(tau=3)';

/** Throws InputError. */
export function draftStudy(words: StudyWords): StudyDraft {
	const models = shippedModels();
	const word = words.model === undefined ? null : parseModel(words.model, models);
	const linked = words.link === undefined ? null : decodeLink(words.link);
	const initial = defaultExperiment(builtinInfos(), models[0]);
	const preset = words.experiment === undefined ? null : presetById(words.experiment);
	const named = linked ?? preset?.apply(initial, models) ?? null;
	const notes =
		named && words.policies !== undefined
			? [`--policies replaces the policy of the experiment (${policyIds(named)}).`]
			: [];
	const source =
		words.study === undefined
			? readWords(words, named, (line) => notes.push(line))
			: readStudyFile(words.study, words);
	const whole = linked ?? source.experiment;
	const listed = [...source.files, ...words.skills.flatMap(skillFiles)];
	const files = whole ? listed.map((file) => withRecipe(file, whole)) : listed;
	return {
		files,
		modelFolder: word && 'folder' in word ? word.folder : null,
		notes,
		complete(ownSkills, imported) {
			const skills = [...shippedInfos(), ...ownSkills];
			const model = word && 'id' in word ? word : imported;
			const base = whole ?? initial;
			demandFiles(base, ownSkills);
			const change = (experiment: Experiment): Experiment => {
				demandFiles(experiment, ownSkills);
				return { ...withOwnSkills(experiment, files, ownSkills, source), ...(model && { model }) };
			};
			const study = parseStudy(source.value, {
				file: source.name,
				...(source.text !== undefined && { text: source.text }),
				models,
				skills,
				base,
				change,
			});
			return { study, skills };
		},
	};
}

/** A study of --json may have a model of a folder, which no browser has before it is imported. */
export function demandModels({ experiment, axes }: Study, imported?: ModelRef): void {
	const known = [...shippedModels(), ...(imported ? [imported] : [])];
	const missing = (axes.model ?? [experiment.model]).find(
		({ sha256 }) => !known.some((model) => model.sha256 === sha256),
	);
	if (missing)
		throw new InputError(
			asMessage(
				`The study trains the model ${missing.id}, which is not shipped. Name its ` +
					`folder with --model.`,
			),
		);
}

interface Source {
	/** Prefix of errors. */
	readonly name: string;
	/** The study file's text, so that errors name a line. */
	readonly text?: string;
	readonly value: Readonly<Record<string, unknown>>;
	readonly files: readonly SkillFile[];
	/** Whether the built-in skills are used. */
	readonly builtin: boolean;
	/** The file's experiment, if it contains a whole one or a link. */
	readonly experiment: Experiment | null;
}

function readStudyFile(file: string, words: StudyWords): Source {
	for (const name of ['policies', 'experiment', 'link', 'against'] as const)
		if (words[name] !== undefined)
			throw new InputError(
				asMessage(`--${name} cannot be combined with --study, whose file has that field.`),
			);
	const { value: read, text } = readJson(file);
	// A file of --json is a study too: the one that it reports.
	const value = isObject(read) && 'results' in read ? read.study : read;
	if (!isObject(value))
		throw new InputError(
			asMessage(`${file}: a study must be an object, like the files in studies/.`),
		);
	const place = { file, ...(value === read && { text }) };
	const { skills, builtin } = inFile(place, () => checkedBy(v.object(ownSkillFields), value));
	const { seeds, steps } = words;
	const { experiment } = value as { experiment?: unknown };
	const isWhole = experiment !== null && typeof experiment === 'object';
	const whole = () => {
		if (isWhole) return parseExperiment(experiment);
		return typeof experiment === 'string' && beforeLink(experiment) !== null
			? decodeLink(experiment)
			: null;
	};
	const taken = ['skills', 'builtin', ...(isWhole ? ['experiment'] : [])];
	return {
		name: file,
		...place,
		builtin,
		experiment: inFile(place, () => within('experiment', whole)),
		value: {
			...leaveOut(words.model === undefined ? value : withoutModels(value), taken),
			...changedAbout(value, words),
			...(seeds !== undefined && { seeds: parseSeeds(seeds) }),
			...budgetOf(steps),
		},
		files: skills.map((entry, i) =>
			inFile(place, () => skillFile(entry, path.dirname(file), `skills[${i}].file`)),
		),
	};
}

/** The report must not repeat “twelve seeds” of the file without a word. */
function changedAbout({ about = '' }: { about?: unknown }, words: StudyWords): object {
	const names = (['seeds', 'steps', 'model'] as const).filter((name) => words[name] !== undefined);
	if (names.length === 0 || typeof about !== 'string') return {};
	const changes = names.map((name) => `--${name} ${words[name]!}`).join(' ');
	return { about: `${about} Changed by the call: ${changes}.`.trim() };
}

const leaveOut = (value: object, names: readonly string[]) =>
	Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

/** `--model` replaces the models that a study varies. */
function withoutModels(value: object): object {
	const { axes, ...others } = leaveOut(value, ['models']) as { axes?: object };
	return { ...others, ...(axes && { axes: leaveOut(axes, ['model']) }) };
}

/** `named`: the experiment of --link or --experiment. */
function readWords(
	words: StudyWords,
	named: Experiment | null,
	tell: (line: string) => void,
): Source {
	const { seeds = '3', steps, experiment, against } = words;
	const policies =
		named && words.policies === undefined
			? [ownPolicy(named)]
			: parsePolicies(words.policies ?? defaultPolicies, tell);
	if (words.link !== undefined && experiment !== undefined)
		throw new InputError(
			asMessage('--link and --experiment cannot be combined: both name the experiment.'),
		);
	return {
		name: 'the command line',
		files: [],
		builtin: true,
		experiment: null,
		value: {
			version: 1,
			title: policies
				.map(({ label }) => label)
				.join(', ')
				.slice(0, 200),
			seeds: parseSeeds(seeds),
			policies,
			...(experiment !== undefined && { experiment }),
			...(against !== undefined && { against: against.split(',').map((label) => label.trim()) }),
			...budgetOf(steps),
		},
	};
}

const budgetOf = (steps: string | undefined) =>
	steps === undefined ? {} : { budget: { updates: parseWhole(steps, '--steps', {}) } };

const policyIds = ({ policy }: Experiment): string => policy.map(({ id }) => id).join(', then ');

/** Throws InputError if the experiment switches its policy: a study's cell has one policy. */
function ownPolicy(experiment: Experiment): NamedPolicy {
	const [{ id, settings }, ...later] = experiment.policy;
	if (later.length > 0)
		throw new InputError(
			asMessage(
				`The experiment switches its policy (${policyIds(experiment)}), and a cell ` +
					`of a study has one policy. Name the policies to compare with --policies.`,
			),
		);
	return { label: id, id, settings };
}

function readJson(file: string): { readonly value: unknown; readonly text: string } {
	// A pipe can be read too.
	const found = statSync(file, { throwIfNoEntry: false });
	if (!found || found.isDirectory())
		throw new InputError(asMessage(`There is no file ${file}. Correct the path.`));
	const text = decodeText(readFileSync(file), file);
	const value = parseJson(
		text,
		(fault) => new InputError(asMessage(`${file} is ${englishText(fault)}. Correct it.`)),
	);
	return { value, text };
}

/** Gives a file the import settings of the experiment's skill with the same name. */
function withRecipe(file: SkillFile, { skills }: Experiment): SkillFile {
	const fileName = file.options.name.toLowerCase();
	const named = skills.find(
		({ id, name }) => id.startsWith('file:') && name.toLowerCase() === fileName,
	);
	if (!named?.recipe) return file;
	const { mapping, ...options } = named.recipe;
	return { ...file, mapping, options: { ...file.options, ...options } };
}

export function shippedModels(): ModelRef[] {
	const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as ModelRef[];
	return models.map(({ id, sha256 }) => ({ id, sha256 }));
}
