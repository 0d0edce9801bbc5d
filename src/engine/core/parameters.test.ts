/** Settings are checked by their specs, and errors name the field, the value and the fix. */
import { expect, test } from 'vitest';
import { failure } from './failure.test-support.ts';
import type { Messages } from '#languages/messages.ts';
import type { JsonObject } from './json.ts';
import { isInRange, numberSpec, parseParameters, type ParameterSpecs } from './parameters.ts';

const words = { label: 'A label', help: 'A sentence.' };
const specs = {
	tau: { kind: 'number', default: 3, min: 1, max: 100, ...words },
	steps: { kind: 'number', default: 10, min: 1, max: 100, integer: true, ...words },
	reward: {
		kind: 'choice',
		default: 'loss',
		options: [
			{ value: 'loss', label: 'Loss' },
			{ value: 'error', label: 'Error rate' },
		],
		...words,
	},
	smooth: { kind: 'flag', default: true, ...words },
	ratios: { kind: 'ratios', ...words },
	points: { kind: 'timetable', ...words },
} as const satisfies ParameterSpecs;

test('missing settings get their defaults', () => {
	expect(parseParameters(specs, {}, 'settings')).toEqual({
		tau: 3,
		steps: 10,
		reward: 'loss',
		smooth: true,
		ratios: {},
		points: [],
	});
});

test('given settings do not change', () => {
	const settings = {
		tau: 1,
		steps: 100,
		reward: 'error',
		smooth: false,
		ratios: { add: 2, sub: 0 },
		points: [
			{ step: 0, ratios: { add: 1 } },
			{ step: 9, ratios: {} },
		],
	};
	expect(parseParameters(specs, settings, 'settings')).toEqual(settings);
});

test.each<[string, keyof Messages, JsonObject]>([
	['heat', 'engine.core.isNotSettingHereKnown', { heat: 1 }],
	['tau', 'engine.core.numberFrom', { tau: 0.5 }],
	['tau', 'engine.core.numberFrom', { tau: '3' }],
	['steps', 'engine.core.mustBeWholeNumber', { steps: 1.5 }],
	['reward', 'engine.core.mustBeOne', { reward: 'none' }],
	['smooth', 'engine.core.mustBeTrueOrFalse', { smooth: 1 }],
	['ratios', 'engine.core.mustBeObjectOfShares', { ratios: [1, 2] }],
	['ratios.add', 'engine.core.shareMustBeNumber', { ratios: { add: Infinity } }],
	['ratios.add', 'engine.core.shareMustBeNumber', { ratios: { add: -1 } }],
	['ratios.add', 'engine.core.shareMustBeNumber', { ratios: { add: '1' } }],
	['points', 'engine.core.mustBeListOfStep', { points: {} }],
	['points[0].step', 'engine.core.mustBeWholeNumberAbove', { points: [null] }],
	['points[0].step', 'engine.core.mustBeWholeNumberAbove', { points: [{ step: 0.5, ratios: {} }] }],
	['points[0].ratios', 'engine.core.mustBeObjectOfShares', { points: [{ step: 0 }] }],
	[
		'points[0].colour',
		'engine.core.isNotFieldHereGive',
		{ points: [{ step: 0, ratios: {}, colour: 1 }] },
	],
	[
		'points[1].step',
		'engine.core.mustBeWholeNumberAbove',
		{
			points: [
				{ step: 5, ratios: {} },
				{ step: 5, ratios: {} },
			],
		},
	],
])('%s: %s', (field, id, settings) => {
	expect(() => parseParameters(specs, settings, 'settings')).toThrow(
		failure(id, { field: `settings.${field}` }),
	);
});

test('the lower bound can be excluded', () => {
	const rate = numberSpec('Rate', { default: 0.5, min: 0, aboveMin: true, max: 1 }, '');
	expect([0, 0.1, 1].map((value) => isInRange(rate, value))).toEqual([false, true, true]);
	expect(() => parseParameters({ rate }, { rate: 0 }, 'settings')).toThrow(
		failure('engine.core.numberAbove', { field: 'settings.rate', min: 0, max: 1 }),
	);
});
