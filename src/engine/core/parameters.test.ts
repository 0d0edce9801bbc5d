/** Settings are checked by their specs, and errors name the field, the value and the fix. */
import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import type { JsonObject } from './json.ts';
import { parseParameters, type ParameterSpecs } from './parameters.ts';

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

test.each<[string, string, JsonObject]>([
	['heat', '{field} is not a setting here. Known ones: {known}.', { heat: 1 }],
	['tau', 'a number from {min} to {max}', { tau: 0.5 }],
	['tau', 'a number from {min} to {max}', { tau: '3' }],
	['steps', 'must be a whole number, not {value}.', { steps: 1.5 }],
	['reward', 'must be one of {options}, not {value}.', { reward: 'none' }],
	['smooth', 'must be true or false, not {value}.', { smooth: 1 }],
	['ratios', 'must be an object of shares by skill, for example {"add": 0.5}.', { ratios: [1, 2] }],
	[
		'ratios.add',
		'a share must be a number of 0 or more, not {share}.',
		{ ratios: { add: Infinity } },
	],
	['ratios.add', 'a share must be a number of 0 or more, not {share}.', { ratios: { add: -1 } }],
	['ratios.add', 'a share must be a number of 0 or more, not {share}.', { ratios: { add: '1' } }],
	['points', 'must be a list of { step, ratios }.', { points: {} }],
	['points[0].step', 'must be a whole number above {last}, not {step}.', { points: [null] }],
	[
		'points[0].step',
		'must be a whole number above {last}, not {step}.',
		{ points: [{ step: 0.5, ratios: {} }] },
	],
	[
		'points[0].ratios',
		'must be an object of shares by skill, for example {"add": 0.5}.',
		{ points: [{ step: 0 }] },
	],
	[
		'points[0].colour',
		'is not a field here; give step and ratios.',
		{ points: [{ step: 0, ratios: {}, colour: 1 }] },
	],
	[
		'points[1].step',
		'must be a whole number above {last}, not {step}.',
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
