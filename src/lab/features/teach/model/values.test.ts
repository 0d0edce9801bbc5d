import { expect, test } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { firstOf, holds, parseValue, readCondition, readValue, type Measures } from './values.ts';

const measures: Measures = ({ name, skill, step }) => {
	if (name === 'exact') return step === 100 ? null : 0.4;
	if (name === 'loss' && skill === 'general') return step === 0 ? 4 : 3.5;
	return { step: 120, policy: 'mos', finished: false, reached: true }[name] ?? null;
};
const units = { before: 'share', spread: 'share' } as const;
const keptValues = { before: 0.9, spread: 0.25 };
type Fields = Parameters<typeof readCondition>[0];
const curve = parseValue("exact('fact')", 1, units);
const condition = (fields: Fields) => readCondition(fields, 1, units, curve);

test.each([
	["exact('fact')", 0.4, 'share'],
	["exact('fact', 100)", null, 'share'],
	["before - exact('fact')", 0.5, 'points'],
	["loss('general') - loss('general', 0)", -0.5, 'nats'],
	["exact('fact', 100) - before", null, 'points'],
	['policy', 'mos', 'text'],
	['step', 120, 'count'],
])('%s is %s, in %s', (source, value, unit) => {
	const read = parseValue(source, 1, units);
	expect([readValue(read, measures, keptValues), read.unit]).toEqual([value, unit]);
});

test.each<[Fields, boolean | null]>([
	[{ measure: 'exact', skill: 'fact', op: '<', value: 0.5 }, true],
	[{ op: '>', value: 0.5 }, false],
	[{ measure: 'exact', skill: 'fact', step: 100, op: '<', value: 0.5 }, null],
	[{ measure: 'exact', skill: 'fact', op: '<', value: 'before', times: 0.4 }, false],
	[{ measure: 'exact', skill: 'fact', op: '>=', value: 'before', plus: -0.5 }, true],
	[{ measure: 'before', op: '>', value: 0.6, plus: 'spread' }, true],
	[{ measure: 'before', op: '<=', value: 0.6, plus: 'spread' }, false],
	[{ measure: 'step', op: '==', value: 120 }, true],
	[{ measure: 'policy', op: '==', value: 'mos' }, true],
	[{ measure: 'policy', op: '==', value: 'uniform' }, false],
	[{ measure: 'finished' }, false],
	[{ measure: 'reached', step: 100 }, true],
])('%j is %s', (fields, expected) => {
	expect(holds(condition(fields), measures, keptValues)).toBe(expected);
});

test('the first condition that holds counts, if those before it are known', () => {
	const low = condition({ measure: 'step', op: '<', value: 100 });
	const high = condition({ measure: 'step', op: '>', value: 100 });
	const late = condition({ measure: 'exact', skill: 'fact', step: 100, op: '<', value: 1 });
	const first = (...list: Parameters<typeof firstOf>[0]) => firstOf(list, measures, keptValues);
	expect([first(low, high, high), first(high, late), first(late, high), first(low)]).toEqual([
		1, 0, -1, -1,
	]);
});

const usage = failure("write it as average, exact('capitals') or exact('capitals', 100).");
const difference = failure('write one value, or the difference of two numbers: a - b.');
const unknown = (name: string) => failure('"{name}" is not known. Known are {known}.', { name });

test.each([
	['exact(fact)', unknown('exact(fact)')],
	['exact()', usage],
	['before(1)', usage],
	["step('fact')", usage],
	['accuracy', unknown('accuracy')],
	["window.alert('1')", unknown("window.alert('1')")],
	['constructor', unknown('constructor')],
	["loss('general') * 2", unknown("loss('general') * 2")],
	['step - policy', difference],
	['step - step - step', difference],
])('%s is refused with the fix', (source, message) => {
	expect(() => parseValue(source, 1, units)).toThrow(message);
});

test.each<[Fields, ReturnType<typeof failure>]>([
	[{ measure: 'lost', op: '<', value: 1 }, unknown('lost')],
	[{ measure: 'step', op: '<', value: 'later' }, unknown('later')],
	[{ measure: 'exact', op: '<', value: 1 }, usage],
	...[
		{ measure: 'step' },
		{ measure: 'step', op: '<' } as const,
		{ measure: 'policy', op: '<', value: 'mos' } as const,
		{ measure: 'finished', op: '==', value: 1 } as const,
	].map((fields): [Fields, ReturnType<typeof failure>] => [
		fields,
		failure('write op and value; for a text op: ==, for yes or no neither.'),
	]),
])('the condition %j is refused with the fix', (fields, message) => {
	expect(() => condition(fields)).toThrow(message);
});
