/** A custom world from a JSON file, with defaults and a check of each field. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { asMessage } from '#engine/core/message.ts';
import { learnable, type NamedWorld } from '#mixing/world/index.ts';

const shown = (value: unknown): string => canonicalJson(value ?? null).slice(0, 40);
const mustBe = (what: string) => (issue: v.BaseIssue<unknown>) =>
	`must be ${what}, not ${shown(issue.input)}.`;
const number = (min: number, max: number, whole = false) => {
	const message = mustBe(`a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
	return v.pipe(
		v.number(message),
		v.check(
			(value) => value >= min && value <= max && (!whole || Number.isInteger(value)),
			message,
		),
	);
};
const numbers = (min: number, max: number) =>
	v.pipe(
		v.array(number(min, max), mustBe('a list of numbers')),
		v.minLength(1, mustBe('a list of 1 or more numbers')),
	);
const name = v.pipe(v.string(mustBe('text')), v.nonEmpty(mustBe('text of 1 character or more')));
const flag = v.boolean(mustBe('true or false'));
const object = <const T extends v.ObjectEntries>(entries: T) =>
	v.strictObject(entries, (issue) =>
		issue.expected === 'never'
			? `is not a field here. Known ones: ${Object.keys(entries).join(', ')}.`
			: issue.received === 'undefined'
				? 'is missing. Add it.'
				: mustBe('an object')(issue),
	);

const skill = object({
	id: name,
	name: v.optional(name),
	rows: v.optional(number(1, 10_000_000, true)),
	validationRows: v.optional(number(0, 10_000_000, true)),
	loss: v.optional(number(0, 50)),
	floor: v.optional(number(0, 50)),
	rate: v.optional(number(0, 1)),
	tokens: v.optional(number(1, 10_000, true)),
	format: v.optional(number(0, 50)),
	noise: v.optional(number(0, 1)),
	state: v.optional(numbers(-1e6, 1e6)),
	optimum: v.optional(numbers(-1e6, 1e6)),
});
const file = object({
	about: v.optional(name),
	kind: v.optional(v.picklist(['skills', 'shared'], mustBe('skills or shared'))),
	skills: v.pipe(
		v.array(skill, mustBe('a list of skills')),
		v.minLength(1, mustBe('a list of 1 to 1,000 skills')),
		v.maxLength(1000, mustBe('a list of 1 to 1,000 skills')),
	),
	transfer: v.optional(v.array(numbers(-1000, 1000), mustBe('a list of rows of numbers'))),
	auxiliary: v.optional(flag),
	score: v.optional(v.picklist(['excess', 'exact'], mustBe('excess or exact'))),
	targets: v.optional(v.array(name, mustBe("a list of skills' ids"))),
	steps: v.optional(number(1, 1_000_000, true)),
	batchSize: v.optional(number(1, 100_000, true)),
});

/**
 * A skill's missing fields have the values of `learnable` (named.ts); its default name is its id.
 * Throws an InputError that names the file and the field.
 */
export function parseWorldFile(text: string, fileName: string): NamedWorld {
	const wrong = (field: string, what: string) =>
		new InputError(asMessage(`${fileName}: ${field === '' ? '' : `${field} `}${what}`), { field });
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw wrong('', `is not JSON (${(error as Error).message}). Correct it there.`);
	}
	const result = v.safeParse(file, json);
	if (!result.success) {
		const [issue] = result.issues;
		throw wrong(readField(issue), issue.message);
	}
	const { about, kind = 'skills', transfer, auxiliary, ...run } = result.output;
	const skills = result.output.skills.map((skill) => ({
		...learnable(skill.id),
		...keepDefined({ name: skill.id, ...skill }),
	}));
	const ids = skills.map(({ id }) => id);
	skills.forEach(({ id, loss, floor, optimum, state }, i) => {
		if (ids.indexOf(id) !== i)
			throw wrong(`skills[${i}].id`, `"${id}" occurs twice. Give each skill its own id.`);
		if (kind === 'skills' && floor > loss)
			throw wrong(`skills[${i}].floor`, `must be at most the skill's loss, ${loss}, not ${floor}.`);
		if (kind === 'shared' && optimum === undefined)
			throw wrong(
				`skills[${i}].optimum`,
				'is missing: in a shared world each skill has one. Add it.',
			);
		if (kind === 'shared' && optimum!.length !== skills[0].optimum!.length)
			throw wrong(
				`skills[${i}].optimum`,
				`must have ${skills[0].optimum!.length} numbers like the first skill's, ` +
					`not ${optimum!.length}.`,
			);
		if (state?.length !== skills[0].state?.length)
			throw wrong(`skills[${i}].state`, 'must be as long as the other skills’, or missing in all.');
	});
	if (transfer !== undefined && kind === 'shared')
		throw wrong('transfer', 'has no meaning in a shared world. Leave it out.');
	if (transfer !== undefined && transfer.length !== ids.length)
		throw wrong('transfer', `must have ${ids.length} rows, one per skill, not ${transfer.length}.`);
	transfer?.forEach((row, i) => {
		if (row.length !== ids.length)
			throw wrong(
				`transfer[${i}]`,
				`must have ${ids.length} numbers, one per skill, not ${row.length}.`,
			);
	});
	const { targets = [], score = 'excess', steps = 300, batchSize = 32 } = run;
	const unknown = targets.findIndex((id) => !ids.includes(id));
	if (unknown !== -1)
		throw wrong(
			`targets[${unknown}]`,
			`"${targets[unknown]}" is not a skill here: ${ids.join(', ')}.`,
		);
	return {
		id: fileName,
		about: about ?? fileName,
		spec: { kind, skills, ...(transfer && { transfer }), auxiliary: auxiliary ?? false },
		score,
		targets,
		steps,
		batchSize,
	};
}

/** `skills[0].rate` */
const readField = (issue: v.BaseIssue<unknown>): string =>
	(issue.path ?? []).reduce((path, { key }) => {
		if (typeof key === 'number') return `${path}[${key}]`;
		return path === '' ? String(key) : `${path}.${String(key)}`;
	}, '');

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const keepDefined = <T extends object>(values: T): Defined<T> =>
	Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== undefined),
	) as Defined<T>;
