/** Links: stored ones open, all come back equal, and broken ones name the error. */
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { expect, test } from 'vitest';
import { say } from '#engine/core/message.ts';
import { failure } from '../../../tests/support/failure.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { canonicalJson } from '#engine/core/json.ts';
import type { Experiment } from './experiment.ts';
import { measureIn } from './skillMeasure.ts';
import goldenLinks from '../../../tests/golden/links.json' with { type: 'json' };
import { decodeLink, dictionary3, encodeLink, readLink, type LinkExtras } from './link.ts';
import { packText } from './linkBytes.ts';
import { sampleExperiment } from '../../../tests/support/sample.ts';
import { parseExperiment } from './schema.ts';

const makeLink = (body: Uint8Array): string => {
	const check = Uint8Array.from([0, 2, 4, 6], (at) =>
		parseInt(sha256Hex(body).slice(at, at + 2), 16),
	);
	return `3.${Buffer.concat([check, body]).toString('base64url')}`;
};
const deflated = (text: Uint8Array) => deflateSync(text, { level: 9, dictionary: dictionary3 });
const expectBroken = (link: string, message: RegExp) => {
	expect(() => decodeLink(link)).toThrow(
		expect.objectContaining({ code: 'input', message: expect.stringMatching(message) as string }),
	);
};

test('stored links open, and their experiments give the same links again', () => {
	for (const { what, link, experiment } of goldenLinks) {
		expect(readLink(link), what).toEqual({ experiment });
		expect(encodeLink(experiment as unknown as Experiment), what).toBe(link);
	}
});

test.each(['regmix', 'stratified'])('a link of a run with %s says that the policy left', (id) => {
	const policy = [{ fromStep: 0, id, settings: { trials: 40 } }];
	const link = encodeLink({ ...sampleExperiment, policy });
	expect(() => readLink(link)).toThrow(
		`policy[0].id: the policy "${id}" left in 1.0. Choose another one, such as "fixed".`,
	);
});

test('optional parts come back, and equal ones give equal links', () => {
	const [add, json, ...others] = sampleExperiment.skills;
	const experiment: Experiment = {
		...sampleExperiment,
		auxiliary: { id: 'skillet-1m', sha256: 'f'.repeat(64) },
		skills: [{ ...add, noise: { wrongShare: 0, duplicates: 0, rows: 200 } }, json, ...others],
		policy: [{ fromStep: 0, id: 'skill-it', settings: {}, artefact: '1'.repeat(64) }],
	};
	const link = encodeLink(experiment);
	const opened = decodeLink(link);
	expect(opened).toMatchObject({ ...experiment, policy: [{ settings: { targets: [] } }] });
	expect(decodeLink(encodeLink(opened))).toEqual(opened);
	expect(encodeLink(opened)).toBe(link);
	const { auxiliary, ...without } = opened;
	const turned = { auxiliary, ...without, policy: [{ ...opened.policy[0], settings: {} }] };
	expect(encodeLink(turned as Experiment)).toBe(link);
	expect(encodeLink(without)).not.toBe(link);
	for (const other of ['auxiliary', 'artefact', 'rows'])
		expect(canonicalJson(parseExperiment(sampleExperiment)), other).not.toContain(other);
});

test('a link holds the measure of a skill, and one without has the measure of before', () => {
	const [add, json, file, text] = sampleExperiment.skills;
	const number = { ...file, measure: { kind: 'pattern', pattern: '#### (.+)' } as const };
	const measured = { ...sampleExperiment, skills: [add, json, number, text] };
	expect(decodeLink(encodeLink(measured)).skills[2]).toEqual(number);
	expect(encodeLink(measured)).not.toBe(encodeLink(sampleExperiment));
	const info = { source: 'file', measure: { kind: 'number' } } as const;
	expect(measureIn(file, info)).toEqual({ kind: 'exact' });
	expect(measureIn(number, info)).toEqual(number.measure);
	expect(measureIn(file, { ...info, measure: { kind: 'loss' } })).toEqual({ kind: 'loss' });
	const builtin = { source: 'builtin', measure: { kind: 'continuation' } } as const;
	expect(measureIn(text, builtin)).toEqual({ kind: 'continuation' });
	const wrong = {
		...sampleExperiment,
		skills: [add, json, { ...file, measure: { kind: 'loss' } }],
	};
	expect(() => encodeLink(wrong as Experiment)).toThrow(/^skills\[2\]\.measure: loss is a measure/);
});

test('there and back, with and without #, whatever the order of the keys', () => {
	const link = encodeLink(sampleExperiment);
	expect(link).toMatch(/^3\.[A-Za-z0-9_-]+$/);
	expect(decodeLink(link)).toEqual(sampleExperiment);
	expect(decodeLink(`#${link}`)).toEqual(sampleExperiment);
	const reversed = Object.fromEntries(Object.entries(sampleExperiment).reverse());
	expect(encodeLink(reversed as unknown as Experiment)).toBe(link);
});

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const unit = fc.double({ min: 0, max: 0.999, noNaN: true }).map(Math.abs);
const experiments: fc.Arbitrary<Experiment> = fc
	.record({
		ids: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z_-]{0,12}$/), { minLength: 1, maxLength: 9 }),
		name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
		sha256: hash,
		wrongShare: unit,
		amounts: fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), {
			minLength: 9,
			maxLength: 9,
		}),
		switches: fc.uniqueArray(fc.integer({ min: 1, max: 1e6 }), { maxLength: 6 }),
		steps: fc.integer({ min: 1, max: 1e6 }),
		seed: fc.maxSafeNat(),
		learningRate: fc.double({ min: 1e-12, max: 1, noNaN: true }),
		beta: fc.double({ min: 0, max: 0.99999, noNaN: true }),
	})
	.map(({ ids, name, sha256, wrongShare, amounts, switches, steps, seed, learningRate, beta }) => ({
		...sampleExperiment,
		model: { id: name, sha256 },
		skills: ids.map((id) => ({
			id,
			name,
			version: 1,
			sha256,
			use: 'train' as const,
			noise: { wrongShare, duplicates: 3 },
		})),
		policy: [0, ...switches.sort((a, b) => a - b)].map((fromStep) => ({
			fromStep,
			id: 'fixed',
			settings: { ratios: Object.fromEntries(ids.map((id, i) => [id, amounts[i]])) },
		})),
		steps,
		seed,
		optimizer: { ...sampleExperiment.optimizer, learningRate, beta1: beta },
	}));

test('any experiment comes back equal', () => {
	fc.assert(
		fc.property(experiments, (experiment) => {
			expect(decodeLink(encodeLink(experiment))).toEqual(experiment);
		}),
		{ seed: 23, numRuns: 100 },
	);
});

test('a link that was cut off anywhere is refused', () => {
	const link = encodeLink(sampleExperiment);
	for (let length = 0; length < link.length; length++)
		expectBroken(link.slice(0, length), length < 2 ? /does not start with "3\."/ : /cut off/);
});

test.each([
	['', /does not start with "3\."/],
	['eyJhIjoxfQ', /does not start with "3\."/],
	['4.abcd', /of format 4, and this lab reads format 3.*lab that made it/],
	['1.abcd', /it is from before 1\.0\. Ask for a new link/],
	['2.abcd', /it is from before 1\.0/],
	['toString.abcd', /does not start with "3\."/],
	['3.ab~cd', /cut off or altered/],
	['3.ab🙂cd', /cut off or altered/],
	[`${'9'.repeat(900_000)}.a`, /of format 9{40}…, and this lab reads/],
	['3.', /cut off/],
	['3.abcd', /cut off/],
	['#3.ab)cd', /cut off or altered/],
	['See #2.abcd, or #3.abcd?a=b', /cut off or altered/],
	['3.abcde', /cut off/],
])('%s is refused', (link, message) => {
	expectBroken(link, message);
});

test('a deflate bomb is refused before it fills the memory', () => {
	// Its end is broken: whoever inflated all of it first would complain about that.
	const body = deflated(new Uint8Array(20_000_000));
	expectBroken(makeLink(body.fill(255, body.length - 1000)), /larger than 1000000 bytes/);
	expectBroken(`3.${'A'.repeat(1_000_001)}`, /1000003 characters/);
	expectBroken(`3.${'A'.repeat(2_000_000)}`, /2000002 characters, above 1000000/);
	expectBroken(`3.${packText(' '.repeat(1_100_000), dictionary3)}`, /larger than 1000000 bytes/);
});

const extras: LinkExtras = {
	expected: {
		steps: 300,
		bits: '0123456789abcdef',
		skills: sampleExperiment.skills.map((_, i) => ({ loss: i / 7, exact: i === 3 ? null : 0.5 })),
		backend: 'webgpu',
		device: 'apple metal-3',
		engine: 1,
	},
	view: {
		hide: ['mix', 'settings'],
		focus: 'addition',
		tables: true,
		theme: 'dark',
		pace: { kind: 'until', step: 100 },
		note: 'What does <b>sort</b> do after step 100? “Look” & see.',
	},
};

test('a race comes back with the policies of its lanes, which are checked', () => {
	const race = ['mos', 'proportional'].map((id) => [
		{ fromStep: 0, id, settings: {} },
		{ fromStep: 9, id: 'uniform', settings: {} },
	]);
	const { race: lanes, ...rest } = readLink(encodeLink(sampleExperiment, { race }));
	expect(lanes).toMatchObject(race);
	// Settings are written out, so that a new default changes no race.
	expect(Object.keys(lanes![0][0].settings)).not.toEqual([]);
	expect(rest).toEqual({ experiment: sampleExperiment });
	const broken = [race[0], [{ fromStep: 0, id: 'best', settings: {} }]];
	expect(() => encodeLink(sampleExperiment, { race: broken })).toThrow(
		failure('{field}: there is no mixing policy "{id}". Known ones: {known}.', {
			field: 'race[1][0].id',
		}),
	);
	const five = Array.from({ length: 4 }, () => race[0]);
	expect(() => encodeLink(sampleExperiment, { race: five })).toThrow(
		failure('must be a list of {min} to {max} {what}.', {
			field: 'race',
			max: 3,
			what: say('lanes'),
		}),
	);
});

test('results and a view come back; a link without them is the experiment alone', () => {
	const link = encodeLink(sampleExperiment, extras);
	expect(readLink(link)).toEqual({ experiment: sampleExperiment, ...extras });
	expect(decodeLink(link)).toEqual(sampleExperiment);
	expect(readLink(encodeLink(sampleExperiment))).toEqual({ experiment: sampleExperiment });
});

test('a view names only parts of the page that opens it; a script accepts any name', () => {
	const parts = { places: ['runs'], hideable: ['mix', 'runs'] };
	for (const [view, message] of [
		[
			{ hide: ['train'] },
			failure('must be {what}, not {input}.', {
				field: 'view.hide[0]',
				input: '"train"',
				options: 'mix, runs',
			}),
		],
		[
			{ place: 'cellar' },
			failure('must be {what}, not {input}.', {
				field: 'view.place',
				input: '"cellar"',
				options: 'bench, runs',
			}),
		],
	] as const) {
		const link = encodeLink(sampleExperiment, { view });
		expect(() => readLink(link, parts)).toThrow(message);
		expect(readLink(link).view).toEqual(view);
	}
	const view = { hide: ['mix'], place: 'runs' };
	expect(readLink(encodeLink(sampleExperiment, { view }), parts).view).toEqual(view);
});

/** Built-in skills, each with noise and another hash; shares as the page's sliders give them. */
const { skills: builtin, ...rest } = goldenLinks[0].experiment as unknown as Experiment;
const random = (() => {
	let state = 1;
	return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
})();
const noisy: Experiment = {
	...rest,
	skills: builtin.map((skill, i) => ({
		...skill,
		sha256: sha256Hex(`${i}`),
		noise: { wrongShare: random(), duplicates: 417 + i, rows: 200 + 13 * i },
	})),
};
const shares = () =>
	Object.fromEntries(
		builtin
			.filter(({ use }) => use === 'train')
			.map(({ id }) => [id, Math.round(random() * 1e4) / 1e4]),
	);
const withSwitches = (experiment: Experiment, count: number): Experiment => ({
	...experiment,
	steps: 10_000,
	policy: Array.from({ length: count + 1 }, (_, i) => ({
		fromStep: i * 97,
		id: 'fixed',
		settings: { ratios: shares() },
	})),
});
const lastPolicies = goldenLinks.flatMap(({ experiment }) =>
	experiment.policy.filter((segment) => !('artefact' in segment)),
) as unknown as Experiment['policy'];

test.each<[string, number, Experiment]>([
	['the default', 120, { ...rest, skills: builtin }],
	['noise on every skill', 900, noisy],
	['34 switches to shares by hand', 2000, withSwitches({ ...rest, skills: builtin }, 34)],
	['noise on every skill and 18 switches', 2000, withSwitches(noisy, 18)],
	[
		'noise, and every policy with its settings, one after the other',
		2000,
		{ ...noisy, policy: lastPolicies.map((segment, i) => ({ ...segment, fromStep: i })) },
	],
	[
		'noise, and a timetable of 20 points',
		2000,
		{
			...noisy,
			policy: [
				{
					fromStep: 0,
					id: 'timetable',
					settings: {
						points: Array.from({ length: 20 }, (_, i) => ({ step: 97 * i, ratios: shares() })),
					},
				},
			],
		},
	],
])('a link is short: %s, at most %i characters', (_, limit, experiment) => {
	expect(encodeLink(experiment).length).toBeLessThanOrEqual(limit);
});

test('a link says where an own model is found; one of before has no such facts', () => {
	const experiment = parseExperiment(sampleExperiment);
	const { model } = experiment;
	const file = { name: 'mine.Q4_1.gguf', bytes: 98_362_432, sha256: 'b'.repeat(64) };
	const about = { name: 'mine.Q4_1', file, origin: 'owner/mine@0123456789' };
	const linked = { ...experiment, model: { ...model, id: 'file:0123456789ab', about } };
	expect(decodeLink(encodeLink(linked))).toEqual(linked);
	expect(decodeLink(encodeLink(experiment)).model).toEqual(model);
	const wrong = {
		...linked,
		model: { ...linked.model, about: { ...about, file: { ...file, bytes: 0 } } },
	};
	expect(() => encodeLink(wrong)).toThrow(/model\.about\.file\.bytes/);
});
