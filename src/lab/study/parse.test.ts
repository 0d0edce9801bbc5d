/** Studies from files: defaults, errors, and older files. */
import { describe, expect, test } from 'vitest';
import { policyById } from '#mixing/index.ts';
import { failure, refusal } from '../../../tests/support/failure.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { encodeLink } from '#lab/run/link.ts';
import { parseStudy, parseStudyText } from './parse.ts';
import { baseExperiment, models, studyContext, makeStudy } from '../../../tests/support/study.ts';

describe('a file', () => {
	test('gets a default experiment, settings, and groups from the skills’ roles', () => {
		const study = makeStudy();
		expect(study).toMatchObject({ about: '', axes: {}, budget: null, against: [] });
		expect(study.experiment).toEqual(baseExperiment);
		expect(study.groups.general).toEqual(['stories']);
		expect(study.groups.domain).toEqual(
			baseExperiment.skills.filter(({ use }) => use === 'train').map(({ id }) => id),
		);
		const mos = parseParameters(policyById('mos').parameters, {}, 'x');
		expect(study.policies[1]).toEqual({ label: 'MoS', id: 'mos', settings: mos });
	});

	test('a policy’s settings override its preset', () => {
		const [policy] = makeStudy({
			policies: [{ label: 'a', id: 'mos', preset: 'paper', settings: { reward: 'difficulty' } }],
		}).policies;
		expect(policy.settings).toMatchObject({ interval: 100, reward: 'difficulty' });
		expect(policy).not.toHaveProperty('preset');
	});

	test('the experiment is a preset, a link, a whole experiment, or the default', () => {
		const longer = { ...baseExperiment, steps: 600 };
		expect(makeStudy({ experiment: '600-steps' }).experiment).toEqual(longer);
		expect(makeStudy({ experiment: longer }).experiment).toEqual(longer);
		expect(makeStudy({ experiment: encodeLink(longer) }).experiment).toEqual(longer);
		const address = `https://example.org/lab/#e=${encodeLink(longer)}`;
		expect(makeStudy({ experiment: address }).experiment).toEqual(longer);
		expect(makeStudy({ experiment: '2310.04945' }).experiment.schedule.kind).toBe('cosine');
		expect(makeStudy({ experiment: null }).experiment).toEqual(baseExperiment);
	});

	test('has axes, models by id, and no policies if it has domain shares', () => {
		const file = {
			version: 1,
			title: 'Blends',
			seeds: [1],
			models: ['skillet-medium'],
			epochs: [1, 2],
			learningRates: [1e-3],
			domainShares: [0, 0.5, 1],
		};
		const { axes, policies } = parseStudy(file, studyContext);
		expect(axes).toEqual({
			model: [models[1]],
			epochs: [1, 2],
			learningRate: [1e-3],
			domainShare: [0, 0.5, 1],
		});
		expect(policies).toEqual([]);
	});

	test.each([
		[{ updates: 5 }, { kind: 'updates', updates: 5 }],
		[{ tokens: 5000 }, { kind: 'tokens', tokens: 5000 }],
		[{ seconds: 1.5 }, { kind: 'seconds', seconds: 1.5 }],
	])('budget %j', (budget, expected) => {
		expect(makeStudy({ budget }).budget).toEqual(expected);
	});

	test('own skills are found by their names among the imported ones', () => {
		const recipe = { mapping: { kind: 'shape', shape: 'x' }, seed: 0, maskPrivate: false } as const;
		const imported = (id: string, heldOutShare: number): SkillInfo => ({
			...studyContext.skills[0],
			id: `file:${id}`,
			name: 'Maths',
			source: 'file',
			fingerprint: id.repeat(5).padEnd(64, '0'),
			recipe: { ...recipe, heldOutShare },
		});
		const skills = [imported('0123456789ab', 0.1), imported('ba9876543210', 0.3)];
		const context = { ...studyContext, skills: [...studyContext.skills, ...skills] };
		const study = (entry: object, builtin = true) =>
			parseStudy(
				{
					version: 1,
					title: 'Mine',
					seeds: [1],
					policies: [{ label: 'u', id: 'uniform' }],
					skills: [entry],
					builtin,
				},
				context,
			).experiment.skills.map(({ id }) => id);
		expect(study({ file: 'data/Maths.jsonl' })).toEqual([
			...baseExperiment.skills.map(({ id }) => id),
			skills[0].id,
		]);
		expect(study({ file: 'a.csv', name: 'Maths', heldOutShare: 0.3 }, false)).toEqual([
			skills[1].id,
		]);
		expect(() => study({ file: 'other.csv' })).toThrow(
			failure(
				'the lab has no skill “{name}” with the settings of this entry. Import {file} under this name in Data, then open the study again.',
				{ name: 'other', file: 'other.csv' },
			),
		);
	});
});

describe('errors name the file and the field', () => {
	const [uniform] = [{ label: 'a', id: 'uniform' }];
	test.each<[string, object, string]>([
		['no object', [], 'the study'],
		['no version', { version: undefined }, 'version'],
		['another version', { version: 7 }, 'version'],
		[
			'a switch at the first step',
			{ policies: [{ ...uniform, switches: [{ fromStep: 0, id: 'mos', settings: {} }] }] },
			'policies[0].switches[0].fromStep',
		],
		['an unknown field', { seed: 3 }, 'seed'],
		['no seeds', { seeds: [] }, 'seeds'],
		['seed −1', { seeds: [-1] }, 'seeds[0]'],
		['a seed twice', { seeds: [1, 2, 1] }, 'seeds[2]'],
		['share 2', { domainShares: [2] }, 'domainShares[0]'],
		['epochs 0', { epochs: [0] }, 'epochs[0]'],
		['rate infinite', { learningRates: [Infinity] }, 'learningRates[0]'],
		['budget 0', { budget: { tokens: 0 } }, 'budget.tokens'],
		['two budgets', { budget: { tokens: 5, seconds: 5 } }, 'budget'],
		['epochs and a budget', { epochs: [1], budget: { updates: 5 } }, 'budget'],
		['a label twice', { policies: [uniform, uniform] }, 'policies[1].label'],
		[
			'a label that a share has',
			{ policies: [{ ...uniform, label: 'domain 50 %' }], domainShares: [0.5] },
			'policies',
		],
		['no policy', { policies: [] }, 'policies'],
		['an unknown policy', { policies: [{ label: 'a', id: 'best' }] }, 'policies[0]'],
		['a policy that left', { policies: [{ label: 'a', id: 'regmix' }] }, 'policies[0]'],
		[
			'a later policy that left',
			{
				policies: [
					{ label: 'a', id: 'uniform', switches: [{ fromStep: 9, id: 'msft', settings: {} }] },
				],
			},
			'policies[0].switches[0]',
		],
		[
			'an unknown preset of a policy',
			{ policies: [{ label: 'a', id: 'uniform', preset: 'x' }] },
			'policies[0].preset',
		],
		[
			'a setting out of its bounds',
			{ policies: [{ label: 'a', id: 'temperature', settings: { tau: -1 } }] },
			'policies[0].settings.tau',
		],
		[
			'a ratio that is NaN',
			{ policies: [{ label: 'a', id: 'fixed', settings: { ratios: { add: NaN } } }] },
			'policies[0].settings.ratios.add',
		],
		[
			'a share of an unknown skill',
			{ policies: [{ label: 'a', id: 'fixed', settings: { ratios: { chess: 1 } } }] },
			'policies[0].settings.ratios.chess',
		],
		[
			'a mean of what comes later',
			{
				policies: [
					{ label: 'a', id: 'replay', meanOf: 'b' },
					{ ...uniform, label: 'b' },
				],
			},
			'policies[0].meanOf',
		],
		[
			'a mean mix for a policy without shares',
			{ policies: [uniform, { label: 'b', id: 'uniform', meanOf: 'a' }] },
			'policies[1].meanOf',
		],
		[
			'shares backwards for a policy without a timetable',
			{ policies: [uniform, { label: 'b', id: 'replay', reverseOf: 'a' }] },
			'policies[1].reverseOf',
		],
		[
			'waves for a policy without a timetable',
			{ policies: [{ label: 'a', id: 'uniform', waves: { amplitude: 0.5, period: 10 } }] },
			'policies[0].waves',
		],
		[
			'a part of a mean without its policy',
			{ policies: [{ label: 'a', id: 'replay', meanOver: 100 }] },
			'policies[0].meanOver',
		],
		[
			'a mean mix and shares backwards',
			{ policies: [uniform, { label: 'b', id: 'timetable', meanOf: 'a', reverseOf: 'a' }] },
			'policies[1].meanOf',
		],
		['a comparison with none', { against: ['c'] }, 'against'],
		['a comparison twice', { policies: [uniform], against: ['a', 'a'] }, 'against[1]'],
		['two shares that are shown as one', { domainShares: [0.5, 0.5 + 1e-9] }, 'domainShares[1]'],
		[
			'epochs, and a policy with steps of its own',
			{ policies: [{ ...uniform, steps: 7 }], epochs: [1, 2] },
			'policies[0].steps',
		],
		['a search', { search: { draws: 1 } }, 'search'],
		['an unknown target', { target: 'chess' }, 'target'],
		['an unknown model', { models: ['gpt'] }, 'models[0]'],
		['an unknown experiment', { experiment: 'x' }, 'experiment'],
		[
			'a whole experiment with a wrong field',
			{ experiment: { ...baseExperiment, steps: NaN } },
			'experiment',
		],
		['a broken link', { experiment: `#e=1.${'A'.repeat(60)}` }, 'experiment'],
		[
			'a skill in both groups',
			{ groups: { domain: ['addition'], general: ['addition'] } },
			'groups.general',
		],
		[
			'shares without a general skill',
			{ groups: { general: [] }, domainShares: [0.5] },
			'groups.general',
		],
	])('%s', (_what, change, field) => {
		const parse = () =>
			Array.isArray(change) ? parseStudy(change, studyContext) : makeStudy(change);
		expect(parse).toThrow(refusal({ field, file: 'study.json' }));
	});

	test('text that is not JSON', () => {
		expect(() => parseStudyText('{', studyContext)).toThrow(
			failure(
				'not JSON ({line, select, null {} other {line {line}, }}column {column}): {message}',
				{ file: 'study.json' },
			),
		);
		const deep = `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`;
		expect(() => parseStudyText(deep, studyContext)).toThrow(
			failure('nested more than {maxDepth} levels deep', { file: 'study.json', maxDepth: 100 }),
		);
	});
});
