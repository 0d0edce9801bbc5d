/**
 * The values of lessons, such as `exact('capitals', 100)` or the difference `average - before`, and
 * their conditions, such as `{measure: step, op: '>=', value: 100}`.
 */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { mustBe, object, oneOf, text, whole } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';

export type Value = number | string | boolean | null;
/** share: shown in percent. points: a difference of shares. nats: a loss. truth: yes or no. */
export type Unit = 'share' | 'points' | 'nats' | 'count' | 'plain' | 'text' | 'truth';

interface Measure {
	readonly unit: Unit;
	/** It is of a skill, which must be named. */
	readonly ofSkill?: true;
	/** It has a value at each test of the run, of which one can be named. */
	readonly hasSteps?: true;
	/** It is known after a test. */
	readonly ofTest?: true;
}
const ofTest = { hasSteps: true, ofTest: true } as const;

/** The skill `file` stands for the first skill from the visitor's own file. */
export const ownFile = 'file';

export const measureTable: Readonly<Record<string, Measure>> = {
	/** Answers right on held-out prompts, at the newest evaluation or the one of a step. */
	exact: { unit: 'share', ofSkill: true, ...ofTest },
	loss: { unit: 'nats', ofSkill: true, ...ofTest },
	/** Half of the 95 % interval of the loss minus the base model's on the same rows. */
	interval: { unit: 'nats', ofSkill: true, ofTest: true },
	/** The mean and the smallest exact match of the trained skills that have answers. */
	average: { unit: 'share', ...ofTest },
	worst: { unit: 'share', ...ofTest },
	/** One held-out prompt, the model's answer to it, and a mark. */
	sample: { unit: 'text', ofSkill: true, ...ofTest },
	/** The skill's part of the mix, in the last step or in a given one. */
	share: { unit: 'share', ofSkill: true, hasSteps: true },
	/** The part of all drawn answers that is wrong on purpose. */
	wrong: { unit: 'share' },
	step: { unit: 'count' },
	seed: { unit: 'count' },
	/** What the run takes on this machine, before it begins. */
	minutes: { unit: 'count' },
	/** The number of skills from the visitor's own files in the experiment. */
	files: { unit: 'count' },
	policy: { unit: 'text' },
	place: { unit: 'text' },
	/** The step is trained, and its evaluation has arrived. */
	reached: { unit: 'truth', ...ofTest },
	finished: { unit: 'truth', ofTest: true },
};

/** A measure, or a number that an earlier step kept: its name alone. */
export interface Term {
	readonly name: string;
	readonly skill?: string;
	readonly step?: number;
}
/** The value of a measure; null: not known yet. */
export type Measures = (term: Term) => Value;
/** Values that earlier steps of the lesson kept. */
export type Kept = Readonly<Record<string, number>>;
/** Names that earlier steps keep, with their units. */
export type KeptUnits = Readonly<Record<string, Unit>>;

/** What a lesson says of its values, with its place in the file. */
export interface Placed {
	/** As text. */
	readonly source: string;
	/** Line of the file, from 1. */
	readonly line: number;
	readonly terms: readonly Term[];
}
/** One term, or the difference of two. */
export interface LessonValue extends Placed {
	readonly unit: Unit;
}

const faulty = (source: string, message: Message) =>
	new InputError(say('{source}: {message}', { source: quote(source), message }));
export const isNumeric = (unit: Unit): boolean => unit !== 'text' && unit !== 'truth';
const unitOf = ({ name }: Term, keptUnits: KeptUnits): Unit =>
	Object.hasOwn(keptUnits, name) ? keptUnits[name] : measureTable[name].unit;

/** Throws InputError if the term names no value. */
function checked(term: Term, source: string, keptUnits: KeptUnits): Term {
	const { name, skill, step } = term;
	const isKept = Object.hasOwn(keptUnits, name);
	if (!isKept && !Object.hasOwn(measureTable, name)) {
		const known = [...Object.keys(measureTable), ...Object.keys(keptUnits)].join(', ');
		throw faulty(source, say('"{name}" is not known. Known are {known}.', { name, known }));
	}
	const { ofSkill = false, hasSteps = false } = isKept ? {} : measureTable[name];
	if ((skill !== undefined) !== ofSkill || (step !== undefined && !hasSteps))
		throw faulty(source, say("write it as average, exact('capitals') or exact('capitals', 100)."));
	return term;
}

const termForm = /^(\w+)(?:\((?:'([^']*)')?(?:,? *(\d+))?\))?$/;

/** Throws InputError with the fault and the correction. */
export function parseValue(source: string, line: number, keptUnits: KeptUnits): LessonValue {
	const terms = source.split(' - ').map((text) => {
		const [, name = text.trim(), skill, step] = termForm.exec(text.trim()) ?? [];
		const term = { name, ...(skill && { skill }), ...(step && { step: Number(step) }) };
		return checked(term, source, keptUnits);
	});
	const [unit, ...others] = terms.map((term) => unitOf(term, keptUnits));
	if (terms.length > 2 || (terms.length === 2 && ![unit, ...others].every(isNumeric)))
		throw faulty(source, say('write one value, or the difference of two numbers: a - b.'));
	const isOfShares = unit === 'share' && others[0] === 'share';
	return { source, line, terms, unit: isOfShares ? 'points' : unit };
}

const read = (term: Term, measures: Measures, keptValues: Kept): Value =>
	Object.hasOwn(keptValues, term.name) ? keptValues[term.name] : measures(term);

/** Null: it is not known yet. */
export function readValue({ terms }: Placed, measures: Measures, keptValues: Kept): Value {
	const [first, second = 0] = terms.map((term) => read(term, measures, keptValues));
	if (terms.length === 1) return first;
	return first === null || second === null ? null : Number(first) - Number(second);
}

const operators = {
	'<': (a: Value, b: Value) => a! < b!,
	'<=': (a: Value, b: Value) => a! <= b!,
	'>': (a: Value, b: Value) => a! > b!,
	'>=': (a: Value, b: Value) => a! >= b!,
	'==': (a: Value, b: Value) => a === b,
} as const;
type Operator = keyof typeof operators;

const amount = v.union(
	[v.number(), v.string()],
	mustBe(say('a number, or the name of a number that a step keeps')),
);
export const conditionSchema = object({
	/** Missing: that of the lesson's curve. */
	measure: v.exactOptional(text(40)),
	skill: v.exactOptional(text(100)),
	step: v.exactOptional(whole(0, 1_000_000)),
	/** Missing: the measure itself is true or false. */
	op: v.exactOptional(oneOf(Object.keys(operators) as Operator[])),
	/** What the measure is compared with: `value · times + plus`. */
	value: v.exactOptional(amount),
	times: v.exactOptional(v.number()),
	plus: v.exactOptional(amount),
});
type Fields = v.InferOutput<typeof conditionSchema>;
export interface Condition extends Placed, Pick<Fields, 'op' | 'value' | 'times' | 'plus'> {}

/** `curve`: what is meant where no measure is named. Throws InputError. */
export function readCondition(
	{ measure, skill, step, ...comparison }: Fields,
	line: number,
	keptUnits: KeptUnits,
	curve: LessonValue,
): Condition {
	const meant = measure === undefined ? curve.terms[0] : { name: measure };
	const term = { ...meant, ...(skill && { skill }), ...(step !== undefined && { step }) };
	const { op = '', value = '', times = '', plus = '' } = comparison;
	const inside = [term.skill, term.step].filter((part) => part !== undefined).join(', ');
	const source = [
		inside === '' ? term.name : `${term.name}(${inside})`,
		op,
		value,
		times && `× ${times}`,
		plus && `+ ${plus}`,
	]
		.filter((part) => part !== '')
		.join(' ');
	const unit = unitOf(checked(term, source, keptUnits), keptUnits);
	const isCompared = op !== '' && value !== '' && (isNumeric(unit) || op === '==');
	if (unit === 'truth' ? op !== '' : !isCompared)
		throw faulty(source, say('write op and value; for a text op: ==, for yes or no neither.'));
	const names = isNumeric(unit) ? [value, plus].filter((part) => Number.isNaN(Number(part))) : [];
	const others = names.map((name) => checked({ name: String(name) }, source, keptUnits));
	return { source, line, terms: [term, ...others], ...comparison };
}

/** Null: it is not known yet. */
export function holds(condition: Condition, measures: Measures, keptValues: Kept): boolean | null {
	const { terms, op, value = 0, times = 1, plus = 0 } = condition;
	const found = terms.map((term) => read(term, measures, keptValues));
	if (found.includes(null)) return null;
	if (op === undefined || typeof found[0] === 'string')
		return op === undefined ? found[0] === true : found[0] === value;
	const [base, more] = [value, plus].map((part) =>
		Number(typeof part === 'string' ? read({ name: part }, measures, keptValues) : part),
	);
	return operators[op](found[0], base * times + more);
}

/** The first that holds, if those before it do not; −1: none, or it is not known yet. */
export function firstOf(
	conditions: readonly Condition[],
	measures: Measures,
	keptValues: Kept,
): number {
	const found = conditions.map((condition) => holds(condition, measures, keptValues));
	const first = found.findIndex((is) => is !== false);
	return found[first] ? first : -1;
}
