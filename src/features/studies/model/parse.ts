/** A study out of a file's JSON, or out of a study that was stored or exported. */
import { InputError } from '#core/errors.ts';
import type { JsonObject } from '#core/json.ts';
import type { SkillInfo } from '#data/skill.ts';
import { policyById } from '#mixing/registry.ts';
import { checkedPolicy } from '#lab/run/checkedPolicy.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { checkedBy } from '#lab/run/fields.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { shareLabel } from './axes.ts';
import { foundLabel } from './cells.ts';
import { demandFewCells } from './count.ts';
import { studyFile, type StudyFile } from './schema.ts';
import type { Study, StudyPolicy } from './study.ts';
import { studyFields } from './studyFields.ts';

export interface StudyContext {
	/** Errors begin with it: the file's name, or what else the study came in. */
	readonly file: string;
	/** The experiment of a study that names none. */
	readonly base: Experiment;
	/** That experiment as a preset has it; throws InputError that names the known ones. */
	readonly preset: (id: string) => Experiment;
	/** What the lab has. */
	readonly models: readonly ModelRef[];
	readonly skills: readonly SkillInfo[];
	/** Reads a link's fragment; without it a study with a link is an error. */
	readonly decodeLink?: (fragment: string) => Experiment;
}

/** As parseStudy, of a file's text. */
export function parseStudyText(text: string, context: StudyContext): Study {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw new InputError(
			`${context.file} is not JSON: ${(cause as Error).message}. Mend it.`,
			{ file: context.file },
			{ cause },
		);
	}
	return parseStudy(value, context);
}

/** Whole: presets, links and defaults are written out. Throws InputError that names the file and the field. */
export function parseStudy(value: unknown, context: StudyContext): Study {
	const { file, models } = context;
	const wrong = (field: string, what: string) =>
		new InputError(`${file}: ${field}: ${what}`, { file, field });
	const raw = studyFields(value, wrong);
	demandFewCells(sizeOf(raw), file);
	const parsed = checked(raw, file);
	const experiment = named(wrong, 'experiment', () => experimentOf(parsed.experiment, context));
	const groups = groupsOf(parsed, experiment, context, wrong);
	const policies = policiesOf(parsed, experiment, file);
	checkLists(parsed, groups, wrong);
	const { target, against, title, about, seeds, search } = parsed;
	const labels = labelsOf(parsed);
	against.forEach((label, i) => {
		if (!labels.includes(label))
			throw wrong(
				'against',
				`"${label}" is none of the policies. Known ones: ${labels.join(', ')}.`,
			);
		if (against.indexOf(label) < i)
			throw wrong(`against[${i}]`, `"${label}" is there twice. Leave one out.`);
	});
	if (search) checkSearch(search, seeds, experiment, context, wrong);
	if (target !== null) demandSkill(target, experiment, (what) => wrong('target', what));
	const { epochs, learningRates, domainShares } = parsed;
	return {
		version: 1,
		...{ title, about, experiment, policies, seeds },
		axes: {
			...(parsed.models && {
				model: parsed.models.map((entry, i) => modelOf(entry, models, wrong, `models[${i}]`)),
			}),
			...(epochs && { epochs }),
			...(learningRates && { learningRate: learningRates }),
			...(domainShares && { domainShare: domainShares }),
		},
		budget: budgetOf(parsed.budget),
		...{ against, target, search, groups },
	};
}

/** The fields by themselves. */
function checked(raw: unknown, file: string): StudyFile {
	try {
		return checkedBy(studyFile, raw);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new InputError(`${file}: ${error.message}`, { ...error.data, file });
	}
}

type Wrong = (field: string, what: string) => InputError;

/** What the policies are called: as labels, and by what makes policies by itself. */
const labelsOf = ({ policies, domainShares = [], search }: StudyFile): string[] => [
	...policies.map(({ label }) => label),
	...domainShares.map(shareLabel),
	...(search ? [foundLabel] : []),
];

/** Of a file that nothing is known of yet. */
function sizeOf(raw: Readonly<Record<string, unknown>>) {
	const list = (field: string) => (Array.isArray(raw[field]) ? raw[field] : undefined);
	return {
		policies: list('policies') ?? [],
		seeds: list('seeds') ?? [],
		search: raw.search,
		axes: {
			model: list('models'),
			epochs: list('epochs'),
			learningRate: list('learningRates'),
			domainShare: list('domainShares'),
		},
	};
}

function experimentOf(value: unknown, context: StudyContext): Experiment {
	if (value === null) return context.base;
	if (typeof value !== 'string') return parseExperiment(value);
	const link = /^(?:.*#)?(?:e=)?(\d+\.[\w-]{40,})$/s.exec(value.trim());
	if (!link && !value.includes('#')) return context.preset(value);
	if (!context.decodeLink)
		throw new InputError('a link cannot be read here. Write the name of a preset instead.');
	return context.decodeLink(link ? link[1] : value.replace(/^.*#(?:e=)?/s, ''));
}

/** What reads the value does not know where it stands. */
function named<T>(wrong: Wrong, field: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof InputError) throw wrong(field, error.message);
		throw error;
	}
}

function policiesOf({ policies }: StudyFile, experiment: Experiment, file: string): StudyPolicy[] {
	return policies.map((policy, i) => {
		const where = `policies[${i}]`;
		const wrong: Wrong = (field, what) =>
			new InputError(`${file}: ${field}: ${what}`, { file, field });
		const { label, id, meanOf, steps, settings } = policy;
		if (policies.findIndex(({ label }) => label === policy.label) < i)
			throw wrong(`${where}.label`, `"${policy.label}" is there twice. Give each its own.`);
		const source = policies.findIndex(({ label }) => label === policy.meanOf);
		if (policy.meanOf !== undefined && !(source >= 0 && source < i))
			throw wrong(`${where}.meanOf`, `"${policy.meanOf}" is no policy before this one. Move it.`);
		const known = named(wrong, where, () => policyById(policy.id, 'id'));
		if (policy.meanOf !== undefined && known.parameters.ratios?.kind !== 'ratios')
			throw wrong(`${where}.meanOf`, `"${policy.id}" takes no shares. Use replay, or fixed.`);
		const merged = { ...presetOf(policy, wrong, where), ...(settings as JsonObject) };
		try {
			const [segment] = checkedPolicy(
				[{ fromStep: 0, id: policy.id, settings: merged }],
				experiment.skills,
			);
			return {
				...{ label, id, settings: segment.settings },
				...(meanOf !== undefined && { meanOf }),
				...(steps !== undefined && { steps }),
			};
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			const message = error.message.replace(/^policy\[0\]\.?/, `${where}.`);
			throw new InputError(`${file}: ${message}`, { file, field: where });
		}
	});
}

function presetOf(
	{ id, preset }: { readonly id: string; readonly preset?: string },
	wrong: Wrong,
	where: string,
): JsonObject {
	if (preset === undefined) return {};
	const { presets = [] } = policyById(id);
	const found = presets.find((candidate) => candidate.id === preset);
	if (found) return found.settings;
	const known = presets.map((candidate) => candidate.id).join(', ') || 'none';
	throw wrong(`${where}.preset`, `"${id}" has no preset "${preset}". Known ones: ${known}.`);
}

function groupsOf(
	{ groups }: StudyFile,
	{ skills }: Experiment,
	context: StudyContext,
	wrong: Wrong,
): Study['groups'] {
	const roleOf = (id: string) => context.skills.find((info) => info.id === id)?.role ?? 'domain';
	const ofRole = (role: SkillInfo['role']) =>
		skills.flatMap(({ id }) => (roleOf(id) === role ? [id] : []));
	const { domain = ofRole('domain'), general = ofRole('general') } = groups ?? {};
	for (const [group, ids] of Object.entries({ domain, general }))
		ids.forEach((id, i) => {
			const field = `groups.${group}[${i}]`;
			demandSkill(id, { skills }, (what) => wrong(field, what));
			if (ids.indexOf(id) < i) throw wrong(field, `"${id}" is there twice. Leave one out.`);
		});
	const both = general.find((id) => domain.includes(id));
	if (both !== undefined)
		throw wrong('groups.general', `"${both}" is of the domain as well. Put it in one of the two.`);
	return { domain, general };
}

function demandSkill(
	id: string,
	{ skills }: Pick<Experiment, 'skills'>,
	wrong: (what: string) => InputError,
): void {
	if (skills.some((skill) => skill.id === id)) return;
	const known = skills.map((skill) => skill.id).join(', ');
	throw wrong(`the experiment has no skill "${id}". Known ones: ${known}.`);
}

/** Each value once; at least one policy; nothing that sets the steps twice; both groups where they are blended. */
function checkLists(parsed: StudyFile, groups: Study['groups'], wrong: Wrong): void {
	const { policies, seeds, models, epochs, learningRates, domainShares, budget, search } = parsed;
	const lists = { seeds, models, epochs, learningRates, domainShares };
	for (const [field, values] of Object.entries(lists)) {
		const names = (values ?? []).map((value) => (typeof value === 'object' ? value.id : value));
		names.forEach((name, i) => {
			if (names.indexOf(name) < i)
				throw wrong(`${field}[${i}]`, `${JSON.stringify(name)} is there twice. Leave one out.`);
		});
	}
	if (policies.length === 0 && !domainShares && !search)
		throw wrong('policies', 'is missing. Name at least one policy, or give domainShares.');
	const shown = (domainShares ?? []).map(shareLabel);
	shown.forEach((label, i) => {
		const first = shown.indexOf(label);
		if (first < i)
			throw wrong(
				`domainShares[${i}]`,
				`is as good as the one at ${first}: both are ${label}. Leave one out.`,
			);
	});
	const labels = labelsOf(parsed);
	const double = labels.find((label, i) => labels.indexOf(label) < i);
	if (double !== undefined)
		throw wrong('policies', `"${double}" is the label of another cell. Choose another one.`);
	if (epochs && budget)
		throw wrong(
			'budget',
			'epochs set how long each run is, so there is no place for a budget. Leave one out.',
		);
	const own = policies.findIndex(({ steps }) => steps !== undefined);
	if (epochs && own >= 0)
		throw wrong(
			`policies[${own}].steps`,
			'epochs set how long each run is, so a policy has no steps of its own. Leave one out.',
		);
	if (domainShares)
		for (const group of ['domain', 'general'] as const)
			if (groups[group].length === 0)
				throw wrong(
					`groups.${group}`,
					'is empty, so there is nothing to blend. Name its skills under groups.',
				);
}

/** Seeds that no cell has, so that the mix is not chosen by what it is compared on; and something to choose it by. */
function checkSearch(
	{ seeds: own }: NonNullable<StudyFile['search']>,
	seeds: readonly number[],
	{ skills }: Experiment,
	context: StudyContext,
	wrong: Wrong,
): void {
	if (own[0] === own[1]) throw wrong('search.seeds', `both are ${own[0]}. Give two that differ.`);
	const shared = own.findIndex((seed) => seeds.includes(seed));
	if (shared >= 0)
		throw wrong(
			`search.seeds[${shared}]`,
			`${own[shared]} is one of the study's seeds, so the mix would be chosen by what it is compared on. Take another.`,
		);
	const scorerOf = (id: string) => context.skills.find((info) => info.id === id)?.scorer;
	if (skills.every(({ id, use }) => use !== 'train' || scorerOf(id) === 'loss'))
		throw wrong(
			'search',
			'it takes the mix with the best average exact match, and no trained skill has one. Leave it out.',
		);
}

function modelOf(
	entry: string | ModelRef,
	models: readonly ModelRef[],
	wrong: Wrong,
	field: string,
): ModelRef {
	if (typeof entry !== 'string') return entry;
	const found = models.find(({ id }) => id === entry);
	if (found) return { id: found.id, sha256: found.sha256 };
	const known = models.map(({ id }) => id).join(', ');
	throw wrong(field, `the lab has no model "${entry}". Known ones: ${known}.`);
}

function budgetOf(budget: StudyFile['budget']): Study['budget'] {
	if (budget === null) return null;
	if ('updates' in budget) return { kind: 'updates', updates: budget.updates };
	if ('tokens' in budget) return { kind: 'tokens', tokens: budget.tokens };
	return { kind: 'seconds', seconds: budget.seconds };
}
