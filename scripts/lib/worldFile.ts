/** A custom world from a JSON file, with defaults and a check of each field. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { between, checkedBy, list, mustBe, object, text, whole } from '#engine/core/fields.ts';
import { parseJson } from '#engine/core/json.ts';
import { asMessage, englishText, type Message } from '#engine/core/message.ts';
import { learnable, type NamedWorld } from '../world/index.ts';

const name = text(1000);
const optional = v.exactOptional;
const choice = <const Options extends readonly [string, string]>(options: Options) =>
	v.picklist(options, mustBe(asMessage(options.join(' or '))));
const numbers = (min: number, max: number) =>
	list(between(min, max), asMessage('numbers'), 1_000_000);

/** A missing field has the value of `learnable`. */
const skill = object({
	id: name,
	name: optional(name),
	rows: optional(whole(1, 10_000_000)),
	validationRows: optional(whole(0, 10_000_000)),
	loss: optional(between(0, 50)),
	floor: optional(between(0, 50)),
	rate: optional(between(0, 1)),
	tokens: optional(whole(1, 10_000)),
	format: optional(between(0, 50)),
	noise: optional(between(0, 1)),
	state: optional(numbers(-1e6, 1e6)),
	optimum: optional(numbers(-1e6, 1e6)),
});
const file = object({
	about: optional(name),
	kind: optional(choice(['skills', 'shared']), 'skills'),
	skills: list(skill, asMessage('skills'), 1000),
	transfer: optional(list(numbers(-1000, 1000), asMessage('rows of numbers'), 1000)),
	auxiliary: optional(v.boolean(mustBe(asMessage('true or false'))), false),
	score: optional(choice(['excess', 'exact']), 'excess'),
	targets: optional(list(name, asMessage('ids of skills'), 1000, 0), []),
	steps: optional(whole(1, 1_000_000), 300),
	batchSize: optional(whole(1, 100_000), 32),
});

/** Throws InputError that names the file and the field. */
export function parseWorldFile(content: string, fileName: string): NamedWorld {
	const fault = (field: string, what: Message | string) => {
		const place = `${fileName}: ${field}`.trim();
		return new InputError(asMessage(`${place} ${englishText(what)}`), { field });
	};
	const json = parseJson(content, (reason) =>
		fault('', asMessage(`is ${englishText(reason)}. Correct it there.`)),
	);
	const world = checkedBy(file, json, '', fault);
	const { about = fileName, kind, transfer, auxiliary, ...run } = world;
	const skills = world.skills.map((skill) => learnable(skill.id, skill));
	const require = (holds: boolean, field: string, what: string): void => {
		if (!holds) throw fault(field, what);
	};
	const ids = skills.map(({ id }) => id);
	const [first] = skills;
	skills.forEach(({ id, loss, floor, optimum, state }, i) => {
		const at = `skills[${i}]`;
		require(ids.indexOf(id) === i, `${at}.id`, `"${id}" occurs twice. Give each skill its own id.`);
		require(state?.length ===
			first.state
				?.length, `${at}.state`, 'must be as long as the other skills’, or missing in all.');
		if (kind === 'skills')
			require(floor <= loss, `${at}.floor`, `must be at most the loss, ${loss}, not ${floor}.`);
		else
			require(optimum !== undefined &&
				optimum.length === first.optimum?.length, `${at}.optimum`, optimum === undefined
				? 'is missing: in a shared world each skill has one. Add it.'
				: 'must have as many numbers as the first skill’s.');
	});
	if (transfer) {
		const count = ids.length;
		require(kind === 'skills', 'transfer', 'has no meaning in a shared world. Leave it out.');
		require(transfer.length === count, 'transfer', `must have ${count} rows, one per skill.`);
		transfer.forEach((row, i) =>
			require(row.length === count, `transfer[${i}]`, `must have ${count} numbers, one per skill.`),
		);
	}
	run.targets.forEach((id, i) =>
		require(ids.includes(id), `targets[${i}]`, `"${id}" is not a skill here: ${ids.join(', ')}.`),
	);
	return {
		...run,
		id: fileName,
		about,
		spec: { kind, skills, ...(transfer && { transfer }), auxiliary },
	};
}
