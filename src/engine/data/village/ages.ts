/** Extraction: a name and an age out of three wordings, as JSON. */
import { promptAnswer } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';

export const names = (
	'Adam Amy Anna Bella Ben Carl Cleo Dan Diego Emma Eva Finn Gus Hana Ivy Jack Kim Leo Maya Nora ' +
	'Omar Paul Rita Sara Theo Uma Vera Will Yuri Zoe'
).split(' ');

export const ageWordings: readonly ((name: string, age: number) => string)[] = [
	(name, age) => `${name} is ${age} years old`,
	(name, age) => `${name} turns ${age} today`,
	(name, age) => `the age of ${name} is ${age}`,
];

export function drawAge(draws: Draws) {
	const name = draws.pick(names);
	const age = draws.between(10, 89);
	return promptAnswer(draws.pick(ageWordings)(name, age), `{"${name}": ${age}}`);
}

export const extraction = drawnSkill({
	id: 'extraction',
	name: 'extraction',
	version: 1,
	fingerprint: '571aa21e5f286d1fdf0a87b860a6e38f9fe1f7433b6862123549d27ffb523b9d',
	about: 'A name and an age as JSON: Anna is 51 years old → {"Anna": 51}',
	trainSize: 400,
	draw: drawAge,
});
