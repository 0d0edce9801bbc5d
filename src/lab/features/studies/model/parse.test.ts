/** Studies from files: defaults, errors, and older files. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { policyById } from '#mixing/index.ts';
import { sentence } from '#engine/core/message.ts';
import { failure } from '#engine/core/failure.test-support.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { encodeLink } from '#lab/run/link.ts';
import { countCells } from './factors.ts';
import { linkIn, parseStudy, parseStudyText } from './parse.ts';
import { baseExperiment, models, studyContext, makeStudy } from './study.test-support.ts';

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

	test('a later policy names skills as the first one does', () => {
		const later = (target: string) => ({ fromStep: 9, id: 'mospec', settings: { target } });
		const [policy] = makeStudy({
			policies: [{ label: 'a', id: 'uniform', switches: [later('sort letters')] }],
		}).policies;
		expect(policy.switches![0].settings.target).toBe('sorting');
	});

	test('the experiment is a preset, a link, a whole experiment, or the default', () => {
		const longer = { ...baseExperiment, steps: 600 };
		expect(makeStudy({ experiment: '600-steps' }).experiment).toEqual(longer);
		expect(makeStudy({ experiment: longer }).experiment).toEqual(longer);
		expect(makeStudy({ experiment: encodeLink(longer) }).experiment).toEqual(longer);
		const short = '3.n2QJShu6VaGRqUE2cgBCtlOQD0arwtGqcLQqHK0KR6vCkVEVmqFXhQA';
		expect([short, '2310.04945'].map(linkIn)).toEqual([short, null]);
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
			failure('studies.errors.importFirst', { name: 'other', file: 'other.csv' }),
		);
	});

	test('a study value is read unchanged', () => {
		const study = makeStudy({
			about: 'Which?',
			models: ['skillet-medium'],
			epochs: [1, 3],
			domainShares: [0.5],
			against: ['uniform'],
			target: 'addition',
			groups: { domain: ['addition'], general: ['stories', 'pirate'] },
		});
		expect(parseStudy(JSON.parse(JSON.stringify(study)), studyContext)).toEqual(study);
		expect(parseStudy({ ...study, search: null }, studyContext)).toEqual(study);
		for (const budget of [{ updates: 5 }, { tokens: 5 }, { seconds: 5 }]) {
			const budgetStudy = makeStudy({ budget });
			expect(parseStudy(budgetStudy, studyContext)).toEqual(budgetStudy);
		}
	});
});

test('the example in docs/guide/studies.md is valid', () => {
	const [, json] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/guide/studies.md', 'utf8'))!;
	const study = parseStudyText(json, { ...studyContext, file: 'docs/guide/studies.md' });
	expect(countCells(study)).toBe((3 + 5) * 5 * 2 * 2);
});

test.each(readdirSync('studies'))('studies/%s is valid', (name) => {
	const text = readFileSync(`studies/${name}`, 'utf8');
	const study = parseStudyText(text, { ...studyContext, file: name });
	expect(countCells(study)).toBeGreaterThan(1);
});

describe('errors name the file and the field', () => {
	const [uniform] = [{ label: 'a', id: 'uniform' }];
	test.each([
		['no object', [], failure('lab.run.mustBeObject', { file: 'study.json', field: 'the study' })],
		[
			'no version',
			{ version: undefined },
			failure('engine.core.isMissingAdd', { file: 'study.json', field: 'version' }),
		],
		[
			'another version',
			{ version: 7 },
			failure('lab.run.labReadsVersionNotOpen', {
				file: 'study.json',
				field: 'version',
				known: '1',
				version: '7',
			}),
		],
		[
			'a switch at the first step',
			{ policies: [{ ...uniform, switches: [{ fromStep: 0, id: 'mos', settings: {} }] }] },
			failure('lab.run.mustBeAbove', {
				file: 'study.json',
				field: 'policies[0].switches[0].fromStep',
				last: 0,
			}),
		],
		[
			'an unknown field',
			{ seed: 3 },
			failure('engine.core.isNotFieldHereKnown', { file: 'study.json', field: 'seed' }),
		],
		[
			'no seeds',
			{ seeds: [] },
			failure('engine.core.mustBeListOf', {
				file: 'study.json',
				field: 'seeds',
				what: sentence('studies.errors.expected.seeds'),
			}),
		],
		[
			'seed NaN',
			{ seeds: [NaN] },
			failure('engine.core.mustBe', {
				file: 'study.json',
				field: 'seeds[0]',
				input: 'NaN',
				min: 0,
			}),
		],
		[
			'seed −1',
			{ seeds: [-1] },
			failure('engine.core.wholeNumber', { file: 'study.json', field: 'seeds[0]', min: 0 }),
		],
		[
			'a seed twice',
			{ seeds: [1, 2, 1] },
			failure('studies.errors.isThereTwiceLeaveOne', {
				file: 'study.json',
				field: 'seeds[2]',
				value: '1',
			}),
		],
		[
			'share NaN',
			{ domainShares: [NaN] },
			failure('engine.core.mustBe', {
				file: 'study.json',
				field: 'domainShares[0]',
				input: 'NaN',
				min: 0,
			}),
		],
		[
			'share 2',
			{ domainShares: [2] },
			failure('engine.core.numberFrom', {
				file: 'study.json',
				field: 'domainShares[0]',
				min: 0,
				max: 1,
			}),
		],
		[
			'epochs 0',
			{ epochs: [0] },
			failure('engine.core.numberAbove', { file: 'study.json', field: 'epochs[0]', input: '0' }),
		],
		[
			'rate infinite',
			{ learningRates: [Infinity] },
			failure('engine.core.mustBe', { file: 'study.json', field: 'learningRates[0]' }),
		],
		['budget 0', { budget: { tokens: 0 } }, /^study\.json: budget/],
		['two budgets', { budget: { tokens: 5, seconds: 5 } }, /^study\.json: budget/],
		[
			'epochs and a budget',
			{ epochs: [1], budget: { updates: 5 } },
			/^study\.json: budget: epochs/,
		],
		[
			'a label twice',
			{ policies: [uniform, uniform] },
			failure('studies.errors.isThereTwiceGiveEach', {
				file: 'study.json',
				field: 'policies[1].label',
				label: 'a',
			}),
		],
		[
			'a label that a share has',
			{ policies: [{ ...uniform, label: 'domain 50 %' }], domainShares: [0.5] },
			failure('studies.errors.isLabelOfAnotherCell', {
				file: 'study.json',
				field: 'policies',
				labels: 'domain 50 %',
			}),
		],
		[
			'no policy',
			{ policies: [] },
			failure('studies.errors.isMissingNameAtLeast', { file: 'study.json', field: 'policies' }),
		],
		[
			'an unknown policy',
			{ policies: [{ label: 'a', id: 'best' }] },
			/^study\.json: policies\[0\]: id: there is no mixing policy "best"\. Known ones: uniform/,
		],
		[
			'an unknown preset of a policy',
			{ policies: [{ label: 'a', id: 'uniform', preset: 'x' }] },
			failure('studies.errors.hasNoPresetKnownOnes', {
				file: 'study.json',
				field: 'policies[0].preset',
				id: 'uniform',
				preset: 'x',
			}),
		],
		[
			'a setting out of its bounds',
			{ policies: [{ label: 'a', id: 'temperature', settings: { tau: -1 } }] },
			/^study\.json: policies\[0\]\.settings\.tau: must be a number from/,
		],
		[
			'a ratio that is NaN',
			{ policies: [{ label: 'a', id: 'fixed', settings: { ratios: { add: NaN } } }] },
			failure('engine.core.shareMustBeNumber', {
				file: 'study.json',
				field: 'policies[0].settings.ratios.add',
				share: 'NaN',
			}),
		],
		[
			'a share of an unknown skill',
			{ policies: [{ label: 'a', id: 'fixed', settings: { ratios: { chess: 1 } } }] },
			failure('lab.run.experimentHasNoSkillLeave', {
				file: 'study.json',
				field: 'policies[0].settings.ratios.chess',
				unknown: 'chess',
			}),
		],
		[
			'a mean of what comes later',
			{
				policies: [
					{ label: 'a', id: 'replay', meanOf: 'b' },
					{ ...uniform, label: 'b' },
				],
			},
			failure('studies.errors.isNoPolicyBeforeOne', {
				file: 'study.json',
				field: 'policies[0].meanOf',
				meanOf: 'b',
			}),
		],
		[
			'a mean mix for a policy without shares',
			{ policies: [uniform, { label: 'b', id: 'uniform', meanOf: 'a' }] },
			failure('studies.errors.takesNoSharesUseReplay', {
				file: 'study.json',
				field: 'policies[1].meanOf',
				id: 'uniform',
			}),
		],
		[
			'a comparison with none',
			{ against: ['c'] },
			failure('studies.errors.isNoneOfPoliciesKnown', {
				file: 'study.json',
				field: 'against',
				unknown: 'c',
			}),
		],
		[
			'a comparison twice',
			{ policies: [uniform], against: ['a', 'a'] },
			failure('studies.errors.isThereTwiceLeaveOne', {
				file: 'study.json',
				field: 'against[1]',
				value: '"a"',
			}),
		],
		[
			'two shares that are shown as one',
			{ domainShares: [0.5, 0.5 + 1e-9] },
			failure('studies.errors.repeatsEarlierShareBoth', {
				file: 'study.json',
				field: 'domainShares[1]',
				shares: 'domain 50 %',
			}),
		],
		[
			'epochs, and a policy with steps of its own',
			{ policies: [{ ...uniform, steps: 7 }], epochs: [1, 2] },
			/^study\.json: policies\[0\]\.steps: epochs set the length/,
		],
		[
			'a search of an earlier version',
			{ search: { draws: 1 } },
			failure('engine.core.isNotFieldHereKnown', { file: 'study.json', field: 'search' }),
		],
		[
			'an unknown target',
			{ target: 'chess' },
			failure('studies.errors.experimentHasNoSkillKnown', {
				file: 'study.json',
				field: 'target',
				id: 'chess',
			}),
		],
		[
			'an unknown model',
			{ models: ['gpt'] },
			failure('studies.errors.labHasNoModelKnown', {
				file: 'study.json',
				field: 'models[0]',
				entry: 'gpt',
			}),
		],
		[
			'an unknown experiment',
			{ experiment: 'x' },
			failure('lab.run.thereIsNoPresetKnown', { file: 'study.json', field: 'experiment', id: 'x' }),
		],
		[
			'a whole experiment with a wrong field',
			{ experiment: { ...baseExperiment, steps: NaN } },
			failure('engine.core.mustBe', { file: 'study.json', field: 'experiment', input: 'NaN' }),
		],
		[
			'a broken link',
			{ experiment: `#e=1.${'A'.repeat(60)}` },
			failure('lab.run.linkCannotBeOpened', { file: 'study.json', field: 'experiment' }),
		],
		[
			'a skill in both groups',
			{ groups: { domain: ['addition'], general: ['addition'] } },
			failure('studies.errors.isInDomainTooPut', {
				file: 'study.json',
				field: 'groups.general',
				both: 'addition',
			}),
		],
		[
			'shares without a general skill',
			{ groups: { general: [] }, domainShares: [0.5] },
			failure('studies.errors.isEmptySoThere', { file: 'study.json', field: 'groups.general' }),
		],
	])('%s', (_what, change, message) => {
		expect(() =>
			Array.isArray(change) ? parseStudy(change, studyContext) : makeStudy(change),
		).toThrow(message);
	});

	test('text that is not JSON', () => {
		expect(() => parseStudyText('{', studyContext)).toThrow(
			failure('engine.core.notJson', { file: 'study.json' }),
		);
		const deep = `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`;
		expect(() => parseStudyText(deep, studyContext)).toThrow(
			failure('engine.core.nestedMoreThanLevelsDeep', { file: 'study.json', maxDepth: 100 }),
		);
	});
});
