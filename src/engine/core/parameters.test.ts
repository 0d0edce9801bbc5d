/** Settings are checked by their specs, and errors name the field, the value and the fix. */
import { expect, test } from 'vitest';
import { failure } from './failure.test-support.ts';
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

test.each<[string, JsonObject]>([
	['settings.heat is not a setting here. Known ones: tau, steps', { heat: 1 }],
	['settings.tau: must be a number from 1 to 100, not 0.5.', { tau: 0.5 }],
	['settings.tau: must be a number from 1 to 100, not NaN.', { tau: NaN }],
	['settings.tau: must be a number from 1 to 100, not "3".', { tau: '3' }],
	['settings.tau: must be a number from 1 to 100, not null.', { tau: null }],
	['settings.steps: must be a whole number, not 1.5.', { steps: 1.5 }],
	['settings.reward: must be one of loss, error, not "none".', { reward: 'none' }],
	['settings.smooth: must be true or false, not 1.', { smooth: 1 }],
	['settings.ratios: must be an object of shares by skill', { ratios: [1, 2] }],
	[
		'settings.ratios.add: a share must be a number of 0 or more, not NaN.',
		{ ratios: { add: NaN } },
	],
	['settings.ratios.add: a share must be a number of 0 or more, not -1.', { ratios: { add: -1 } }],
	[
		'settings.ratios.add: a share must be a number of 0 or more, not Infinity.',
		{ ratios: { add: Infinity } },
	],
	[
		'settings.ratios.add: a share must be a number of 0 or more, not "1".',
		{ ratios: { add: '1' } },
	],
	['settings.points: must be a list of {step, ratios}.', { points: {} }],
	['settings.points[0].step: must be a whole number above -1, not null.', { points: [null] }],
	[
		'settings.points[0].step: must be a whole number above -1, not NaN.',
		{ points: [{ step: NaN, ratios: {} }] },
	],
	['settings.points[0].ratios: must be an object of shares', { points: [{ step: 0 }] }],
	[
		'settings.points[0].colour: is not a field here',
		{ points: [{ step: 0, ratios: {}, colour: 1 }] },
	],
	[
		'settings.points[1].step: must be a whole number above 5, not 5.',
		{
			points: [
				{ step: 5, ratios: {} },
				{ step: 5, ratios: {} },
			],
		},
	],
])('%s', (message, settings) => {
	expect(() => parseParameters(specs, settings, 'settings')).toThrow(
		expect.objectContaining({ code: 'input', message: expect.stringContaining(message) as string }),
	);
});

test('the lower bound can be excluded', () => {
	const rate = numberSpec('Rate', { default: 0.5, min: 0, aboveMin: true, max: 1 }, '');
	expect([0, 0.1, 1].map((value) => isInRange(rate, value))).toEqual([false, true, true]);
	expect(() => parseParameters({ rate }, { rate: 0 }, 'settings')).toThrow(
		'settings.rate: must be a number above 0, at most 1, not 0.',
	);
	// A message, so that the range has no English words in another language.
	expect(() => parseParameters({ rate }, { rate: 0 }, 'settings')).toThrow(
		failure('engine.core.numberAbove', { min: 0, max: 1 }),
	);
});
