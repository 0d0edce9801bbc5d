/** The experiments that a lesson asks for: links, or changes of the default one; their check. */
import { InputError, fieldError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { readLink } from '#lab/run/link.ts';
import { pinnedExperiment } from '#lab/run/pinnedSkills.ts';
import { withPreset } from '#lab/run/presets.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import {
	findLine,
	type Changes,
	type Lesson,
	type LessonStep,
	type LinesByPath,
} from './lesson.ts';
import { measureTable, ownFile, type Placed } from './values.ts';

/** The parts of the lab that a lesson's experiment may name. */
export interface Surroundings {
	readonly defaultExperiment: Experiment;
	readonly models: readonly ModelRef[];
	readonly skills: readonly SkillInfo[];
}

/** Throws InputError for an unknown skill, preset or policy, and for wrong settings. */
export function makeExperiment(
	wanted: string | Changes | undefined,
	{ defaultExperiment, models, skills: infos }: Surroundings,
): Experiment {
	if (wanted === undefined) return defaultExperiment;
	if (typeof wanted === 'string') return readLink(wanted).experiment;
	const { preset, train, watch, noise = {}, policy, settings = {} } = wanted;
	const start =
		preset === undefined ? defaultExperiment : withPreset(preset, defaultExperiment, models);
	const withFields = (list: readonly string[] = [], name: string) =>
		list.map((id, i) => [id, `${name}[${i}]`] as const);
	const known = start.skills.map(({ id, name }) => `${id} (${name})`).join(', ');
	for (const [id, field] of [
		...withFields(train, 'train'),
		...withFields(watch, 'watch'),
		...Object.keys(noise).map((id) => [id, `noise.${id}`] as const),
	])
		if (!start.skills.some((skill) => skill.id === id))
			throw fieldError(
				field,
				say('there is no skill "{id}". Known ones: {known}.', { id, known: known }),
			);
	const skills = start.skills.flatMap((skill) => {
		const { id } = skill;
		const named = train?.includes(id) ? 'train' : watch?.includes(id) ? 'watch' : null;
		if (!named && train) return [];
		const use = named ?? skill.use;
		if (!Object.hasOwn(noise, id)) return [{ ...skill, use }];
		const { wrong, copies = 0, rows } = noise[id];
		const spoiled = { wrongShare: wrong, duplicates: copies, ...(rows && { rows }) };
		return [{ ...skill, use, noise: spoiled }];
	});
	const changed: Experiment = {
		...start,
		skills,
		policy: policy === undefined ? start.policy : [{ fromStep: 0, id: policy, settings }],
		steps: wanted.steps ?? start.steps,
		seed: wanted.seed ?? start.seed,
		batching: { ...start.batching, size: wanted.batch ?? start.batching.size },
		evaluation: { ...start.evaluation, every: wanted.evaluate ?? start.evaluation.every },
	};
	return pinnedExperiment(changed, infos);
}

/** Equal experiments, apart from switches during the run and a stop by the clock. */
export const sameStart = (a: Experiment, b: Experiment): boolean =>
	canonicalJson(withoutSwitches(a)) === canonicalJson(withoutSwitches(b));
const withoutSwitches = (experiment: Experiment): Experiment => ({
	...experiment,
	policy: experiment.policy.slice(0, 1),
});

/**
 * Checks a lesson against the lab: its experiments exist, and it has the skills that it names.
 * Throws InputError with the file, the line and the fix.
 */
export function checkLesson(lesson: Lesson, file: string, surroundings: Surroundings): void {
	const skills = new Set([ownFile]);
	/** The run's experiment at this step of the lesson. */
	let current = surroundings.defaultExperiment;
	/** An error names the field of the lesson; `policy`: the one that names the policy. */
	const put = (lines: LinesByPath, within: string, policy: string, make: () => Experiment) => {
		try {
			current = make();
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			const { statement, data } = error;
			const path = within + (data['field'] as string);
			const field = path.replace('policy[0].id', policy).replace('policy[0].settings', 'settings');
			const { values } = statement;
			const message =
				'field' in values ? { ...statement, values: { ...values, field } } : statement;
			throw new InputError(
				say('{file}, line {line}: {message}', { file, line: findLine(lines, field), message }),
			);
		}
		for (const { id } of current.skills) skills.add(id);
	};
	const begin = (wanted: Lesson['experiment'], lines: LinesByPath) =>
		put(lines, 'experiment.', 'policy', () => makeExperiment(wanted, surroundings));
	begin(lesson.experiment, lesson.lines);
	/** Steps of the present run at which the lesson tests it. */
	let tested = new Set<number>();
	/** The run's step after the step of the lesson; null: its reader decides. */
	let done: number | null = 0;
	for (const step of lesson.steps) {
		const { action, lines } = step;
		const { experiment, switch: to, fork, settings = {}, train, seed } = action ?? {};
		if (experiment) begin(experiment, lines);
		if (experiment || seed !== undefined) [tested, done] = [new Set(), 0];
		const id = to ?? fork?.to;
		if (id !== undefined)
			put(lines, '', fork ? 'fork.to' : 'switch', () =>
				parseExperiment({ ...current, policy: [{ fromStep: 0, id, settings }] }),
			);
		for (const [field, step] of Object.entries({ train, 'fork.at': fork?.at }))
			if (typeof step === 'number' && step > current.steps) {
				const at = { file, line: findLine(lines, field), field, steps: current.steps };
				throw new InputError(
					say(
						'{file}, line {line}: {field}: the run has only {steps} steps. Write a smaller number.',
						at,
					),
				);
			}
		if (fork) done = fork.at;
		if (typeof train === 'number' && done !== null && train <= done)
			throw new InputError(
				say(
					'{file}, line {line}: train: the run is at step {done} already. Write a larger number, or end.',
					{ file, line: findLine(lines, 'train'), done },
				),
			);
		if (typeof train === 'number') tested.add(train);
		const hasOwnEnd = Object.hasOwn(lines, '.until');
		if (hasOwnEnd) done = null;
		else if (train !== undefined) done = train === 'end' ? current.steps : train;
		const run = { experiment: current, tested, done };
		checkMeasured(step, lesson, run, file);
	}
	for (const { line, source, terms } of listValues(lesson)) {
		const unknown = terms.find(({ skill }) => skill !== undefined && !skills.has(skill))?.skill;
		if (unknown === undefined) continue;
		const found = { source: quote(source), id: quote(unknown), skills: [...skills].join(', ') };
		throw new InputError(
			say('{file}, line {line}: {source}: the lesson has no skill {id}. It has {skills}.', {
				file,
				line,
				...found,
			}),
		);
	}
}

interface TestedRun {
	readonly experiment: Experiment;
	readonly tested: ReadonlySet<number>;
	readonly done: number | null;
}

/** Refuses what the step asks of the run where the run is not tested. */
function checkMeasured(step: LessonStep, lesson: Lesson, run: TestedRun, file: string): void {
	const { steps, evaluation } = run.experiment;
	const fail = ({ line, source }: Placed, message: Message): never => {
		const values = { file, line, source: quote(source), message };
		throw new InputError(say('{file}, line {line}: {source}: {message}', values));
	};
	const demandTest = (value: Placed, at: number): void => {
		if (at === steps || at % evaluation.every === 0 || run.tested.has(at)) return;
		fail(
			value,
			say(
				'the run is not tested at step {at}, only each {every} steps, at its end, and where a step has "train: {at}". Write one of these, or another "evaluate".',
				{ at, every: evaluation.every },
			),
		);
	};
	const { values, until, keep, answers } = step;
	const choices = answers ? lesson.steps.flatMap(({ ask }) => ask?.choices ?? []) : [];
	const keptValues = keep.map(([, value]) => value);
	const conditions = choices.map(({ when }) => when);
	for (const named of [...values, ...until, ...keptValues, ...conditions])
		for (const { name, step: at } of named.terms)
			if (at !== undefined && isOfTest(name)) demandTest(named, at);
	const waitsForTest = until.some(({ terms }) => terms.some(({ name }) => isOfTest(name)));
	for (const value of keptValues)
		for (const { name, step: at = run.done } of value.terms) {
			if (!isOfTest(name)) continue;
			if (run.done === 0)
				fail(value, say('nothing is trained yet. Keep it in a step with "train", or later.'));
			if (at !== null) demandTest(value, at);
			else if (until.length > 0 && !waitsForTest)
				fail(
					value,
					say(
						'its step does not wait for a test. Leave "until" out, or wait for the measure finished or reached there.',
					),
				);
		}
}
/** It is known after a test of the run. */
const isOfTest = (name: string): boolean => measureTable[name]?.ofTest ?? false;

const listValues = ({ steps, seen, curve }: Lesson): readonly Placed[] => [
	curve,
	...steps.flatMap(({ values, until, keep, ask }) => [
		...values,
		...keep.map(([, value]) => value),
		...(ask?.choices.map(({ when }) => when) ?? []),
		...until,
	]),
	...seen.values,
];
