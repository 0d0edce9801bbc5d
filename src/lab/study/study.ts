/**
 * A study (an experiment, the axes that vary, and the comparisons), its file and its stored record:
 * JSON. parse.ts checks the fields of a file against each other and the lab.
 */
import * as v from 'valibot';
import { say, type Message } from '#engine/core/message.ts';
import {
	above0,
	anyObject,
	between,
	list,
	mustBe,
	object,
	oneOf,
	sha256,
	text,
} from '#engine/core/fields.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { importRecipe } from '#engine/data/importRecipe.ts';
import { experimentSchema, type Experiment, type ModelRef } from '#lab/run/experiment.ts';
import { policySegments } from '#lab/training/runSettings.ts';

const maxLength = 5000;

/** A list that may be empty. */
const anyList = <const T extends v.GenericSchema>(item: T, what: Message) =>
	v.pipe(list(item, what, maxLength, 0), v.readonly());

const nonEmpty = <const T extends v.GenericSchema>(item: T, what: Message) =>
	v.pipe(list(item, what, maxLength), v.readonly());

const { seed, steps, optimizer, evaluation, budget: limit } = experimentSchema.entries;
const { tokens } = limit.wrapped.options[0].entries;
const { seconds } = limit.wrapped.options[1].entries;
const ids = v.exactOptional(anyList(text(100), say('ids of skills')));

const policy = object({
	/** Unique within a study. */
	label: text(100),
	id: text(100),
	preset: v.exactOptional(text(100)),
	settings: v.exactOptional(anyObject(say('an object of settings')), {}),
	/** Label of the policy whose mean mix, in the run with the same other factors, fills `ratios`. */
	meanOf: v.exactOptional(text(100)),
	/** Of these first steps, or with each step's learning rate as weight. Default: of all steps. */
	meanOver: v.exactOptional(v.union([steps, v.literal('learningRate')])),
	/** Label of the policy whose shares of each step, in that run, fill `points`: last step first. */
	reverseOf: v.exactOptional(text(100)),
	/** Fills `points`: shares that move around equal ones (waves.ts). */
	waves: v.exactOptional(object({ amplitude: between(0, 1), period: above0(10_000) })),
	/** The number of steps of this policy alone, for example for full data. The report warns. */
	steps: v.exactOptional(steps),
	/** Controls: trains on the right rows of each skill (an oracle), or on its validation rows. */
	rows: v.exactOptional(oneOf(['right', 'validation'])),
	/** Policies that follow it at their steps. */
	switches: v.exactOptional(policySegments),
});

const model = v.union(
	[text(100), v.strictObject({ id: text(100), sha256 })],
	mustBe(say('a model’s id, or its { id, sha256 }')),
);

/** The measures that a study can have. */
export const measureIds = [
	'average',
	'withoutRecall',
	'worst',
	'target',
	'domain',
	'general',
	'generalChange',
	'loss',
	'best',
] as const;

export interface Measure {
	readonly id: MeasureId;
	/** share: of held-out examples, 0 to 1, shown in %. nats: per answer token. */
	readonly unit: 'share' | 'nats';
	readonly better: 'higher' | 'lower';
	/** A share of next tokens. Absent: of right answers, or a loss. */
	readonly counts?: 'tokens';
	/** Names of the skills that it averages; empty: those trained with an exact match. */
	readonly skills: readonly string[];
}
export type MeasureId = (typeof measureIds)[number];

/** A file has `{"updates": 300}`, a study value `{"kind": "updates", "updates": 300}`. */
const budget = v.union(
	[
		v.strictObject({ kind: v.exactOptional(v.literal('updates'), 'updates'), updates: steps }),
		v.strictObject({ kind: v.exactOptional(v.literal('tokens'), 'tokens'), tokens }),
		v.strictObject({ kind: v.exactOptional(v.literal('seconds'), 'seconds'), seconds }),
	],
	mustBe(say('one of {"updates": n}, {"tokens": n}, {"seconds": n} with n above 0')),
);

const { mapping, heldOutShare, seed: splitSeed } = importRecipe.entries;
const ownSkill = object({
	/** A path beside the study file. */
	file: text(1000),
	use: v.exactOptional(oneOf(['train', 'watch']), 'train'),
	name: v.exactOptional(text(1000)),
	mapping: v.exactOptional(mapping),
	heldOutShare: v.exactOptional(heldOutShare),
	seed: v.exactOptional(splitSeed),
});
/** Skills from the author's own files, beside the built-in ones or in place of them. */
export const ownSkillFields = {
	skills: v.exactOptional(anyList(ownSkill, say('skills')), []),
	builtin: v.exactOptional(v.boolean(mustBe(say('true or false'))), true),
};

/** Version 1 of the file. */
export const studyFile = object({
	version: v.literal(1),
	title: text(200),
	/** The question, in a sentence or two. */
	about: v.exactOptional(
		v.pipe(
			v.string(mustBe(say('text'))),
			v.maxLength(4000, mustBe(say('text of at most {max} characters', { max: 4000 }))),
		),
		'',
	),
	experiment: v.exactOptional(v.unknown(), null),
	/** Replaces these fields of the experiment's own. */
	evaluation: v.exactOptional(v.partial(evaluation)),
	policies: v.exactOptional(anyList(policy, say('policies')), []),
	seeds: nonEmpty(seed, say('seeds')),
	models: v.exactOptional(nonEmpty(model, say('models'))),
	/** Sets the number of steps. */
	epochs: v.exactOptional(nonEmpty(above0(10_000), say('numbers of epochs'))),
	learningRates: v.exactOptional(nonEmpty(optimizer.entries.learningRate, say('learning rates'))),
	/** Share of the domain skills; general skills get the rest. Each value is a policy. */
	domainShares: v.exactOptional(nonEmpty(between(0, 1), say('shares'))),
	/** Equal for all cells. null: the experiment's own steps. */
	budget: v.exactOptional(v.nullable(budget), null),
	/** Labels of the policies that the others are compared with. Empty: the first policy. */
	against: v.exactOptional(anyList(text(100), say('labels')), []),
	/** Id of a skill whose score is an extra measure. */
	target: v.exactOptional(v.nullable(text(100)), null),
	groups: v.exactOptional(object({ domain: ids, general: ids })),
	/** Of published studies. A number like 1e999 becomes null, as when it is stored. */
	analysis: v.exactOptional(
		v.pipe(
			anyObject(say('an object')),
			v.transform((value) => JSON.parse(JSON.stringify(value)) as JsonObject),
		),
	),
	...ownSkillFields,
});

export type StudyFile = v.InferOutput<typeof studyFile>;
export type OwnSkill = StudyFile['skills'][number];

export type StudyPolicy = Readonly<Omit<StudyFile['policies'][number], 'preset'>>;

/**
 * The values of a cell by axis, as tables show them. `policy` (a label) and `seed` always exist;
 * the others exist if the study varies them. A domain share is a policy with a label;
 * `domainShare` is its number.
 */
export type Factors = Readonly<Record<string, string | number>>;

type FieldsOfFile = 'version' | 'title' | 'about' | 'seeds' | 'budget' | 'against' | 'target';

export interface Study extends Readonly<Pick<StudyFile, FieldsOfFile>> {
	/** Complete, since a preset may change. Each cell replaces its policy and seed. */
	readonly experiment: Experiment;
	readonly policies: readonly StudyPolicy[];
	/** Values of the other axes by axis id. Results have the ids, so they never change. */
	readonly axes: {
		readonly model?: readonly ModelRef[];
		readonly epochs?: readonly number[];
		readonly learningRate?: readonly number[];
		readonly domainShare?: readonly number[];
	};
	/** Ids of the domain skills and of the general skills. */
	readonly groups: { readonly domain: readonly string[]; readonly general: readonly string[] };
	/** What a published study named and expected beforehand: the press reads it. */
	readonly analysis?: JsonObject;
}

/** null: the skill belongs to neither group. */
export const findGroup = ({ groups }: Study, id: string): 'domain' | 'general' | null =>
	groups.domain.includes(id) ? 'domain' : groups.general.includes(id) ? 'general' : null;

export interface StudyRecord {
	readonly id: string;
	readonly study: Study;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** Keep the cells' runs; otherwise each is deleted when its result is stored. */
	readonly keepRuns: boolean;
	/** turns: the runs of a seed train beside each other. Absent: one run after another. */
	readonly order?: 'turns';
	/** Started, and neither paused nor ended. After a reload it marks an interrupted study. */
	readonly going: boolean;
}
