/** The bench's words, its study out of them, stored runs, and what is gathered from tests. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeLink } from '#lab/run/link.ts';
import { sampleExperiment } from '../../support/sample.ts';
import { exitCodes, reportCode } from '../../../scripts/lib/bench/exitCodes.ts';
import { readOptions } from '../../../scripts/lib/bench/options.ts';
import { failure } from '../../support/failure.ts';
import { RunStore } from '../../../scripts/lib/bench/store.ts';
import { draftStudy } from '../../../scripts/lib/bench/study.ts';
import { parseModel, parsePolicies, parseSeeds } from '../../../scripts/lib/bench/words.ts';
import { benchResult, smallStudy } from './benchStudy.ts';
import { testFolder } from '../../support/testFolder.ts';

const folder = testFolder();
const file = (name: string, content: unknown): string => {
	const written = path.join(folder, name);
	writeFileSync(written, typeof content === 'string' ? content : JSON.stringify(content));
	return written;
};

describe('options', () => {
	test('policies with settings in brackets, which can contain commas', () => {
		expect(parsePolicies('uniform, temperature(tau=5),fixed(ratios={"a":1,"b":2})')).toEqual([
			{ label: 'uniform', id: 'uniform', settings: {} },
			{ label: 'temperature(tau=5)', id: 'temperature', settings: { tau: 5 } },
			{ label: 'fixed(ratios={"a":1,"b":2})', id: 'fixed', settings: { ratios: { a: 1, b: 2 } } },
		]);
		for (const wrong of ['', 'uni form', 'temperature(5)'])
			expect(() => parsePolicies(wrong)).toThrow(/--policies/);
	});

	test('a preset after a slash; settings in brackets override it', () => {
		const [paper] = parsePolicies('mos/paper(reward=similarity)');
		expect(paper).toMatchObject({ id: 'mos', label: 'mos/paper(reward=similarity)' });
		expect(paper.settings).toMatchObject({ interval: 100, reward: 'similarity' });
		expect(() => parsePolicies('mos/best')).toThrow(/"best".*lab, paper, code/);
	});

	test('seeds as a count or a list', () => {
		expect(parseSeeds('3')).toEqual([1, 2, 3]);
		expect(parseSeeds('5,1,5')).toEqual([5, 1]);
		expect(parseSeeds('101,')).toEqual([101]);
		expect(parseSeeds('101-103, 7')).toEqual([101, 102, 103, 7]);
		for (const wrong of [
			'0',
			'x',
			'',
			',',
			'1.5',
			'-1,2',
			'1,,2',
			'3-1',
			'1-9999',
			'1-2-3',
			'20240101',
		])
			expect(() => parseSeeds(wrong)).toThrow(/--seeds/);
	});

	test('a shipped model by its id, or a folder', () => {
		const shipped = [{ id: 'skillet-large', sha256: 'f'.repeat(64) }];
		expect(parseModel('skillet-large', shipped)).toEqual(shipped[0]);
		expect(() => parseModel('x', shipped)).toThrow(/--model.*skillet-large/);
		const folder = path.resolve('models/skillet-small');
		expect(parseModel('models/skillet-small', shipped)).toEqual({ folder });
	});

	test('options, and files that a shell has expanded', () => {
		const options = readOptions([
			...['--policies', 'uniform', '--workers', '3', '--skills', 'a.jsonl'],
			'b.jsonl',
		]);
		expect(options.workers).toBe(3);
		expect(options.words.skills).toEqual(['a.jsonl', 'b.jsonl']);
	});

	test.each([
		['--workers 0', /--workers.*not 0/],
		['--frob', /Unknown option '--frob'.*--help/],
		['study.json', /--study study\.json/],
		['--list a --markdown b', /--markdown .*--list/],
		['--cache a --fresh', /--cache .*--fresh/],
		['--skills a.jsonl --cell nope', /--cell: nope .*--list FILE/],
	])('%s is refused', (words, message) => {
		expect(() => readOptions(words.split(' '))).toThrow(message);
	});

	test.each([[['--gpu'], /--gpu needs --node/]])('%j is refused', (words, message) => {
		expect(() => readOptions(words)).toThrow(message);
	});
});

describe('study', () => {
	const words = { skills: [] };
	const complete = (more: object) => draftStudy({ ...words, ...more }).complete([]).study;

	test('from the command line: three policies and three seeds by default', () => {
		const study = complete({ steps: '7' });
		expect(study.policies.map(({ label }) => label)).toEqual([
			'uniform',
			'proportional',
			'temperature(tau=3)',
		]);
		expect(study).toMatchObject({ seeds: [1, 2, 3], budget: { kind: 'updates', updates: 7 } });
	});

	test('a preset, another model, a policy to compare with', () => {
		const named = { experiment: 'noisy-pool', model: 'skillet-small', policies: 'uniform,raise' };
		const study = complete({ ...named, against: 'raise' });
		expect(study.experiment.model.id).toBe('skillet-small');
		expect(study.experiment.skills.some(({ noise }) => noise !== undefined)).toBe(true);
		expect(study.against).toEqual(['raise']);
	});

	test('a link names the experiment, as an address or only its fragment', () => {
		const skills = sampleExperiment.skills.filter(({ id }) => !id.startsWith('file:'));
		const policy = sampleExperiment.policy.slice(0, 1);
		const link = encodeLink({ ...sampleExperiment, skills, policy });
		const fragment = link.replace(/^#/, '');
		for (const written of [fragment, `#${fragment}`, `https://lab.example/#${fragment}`])
			expect(complete({ link: written }).experiment.skills).toEqual(skills);
		const withFile = encodeLink({ ...sampleExperiment, policy });
		expect(() => complete({ link: withFile })).toThrow(/Maße.*--skills/);
	});

	test('a file; the command line can change seeds and steps', () => {
		const study = file('study.json', {
			version: 1,
			title: 'S',
			seeds: [4],
			budget: { updates: 50 },
			policies: [{ label: 'u', id: 'uniform' }],
		});
		expect(complete({ study })).toMatchObject({ seeds: [4], budget: { updates: 50 } });
		expect(complete({ study, seeds: '2', steps: '9' })).toMatchObject({
			seeds: [1, 2],
			budget: { updates: 9 },
		});
		expect(() => complete({ study, policies: 'uniform' })).toThrow(/--policies.*--study/);
		const marked = file('marked.json', `\ufeff${readFileSync(study, 'utf8')}`);
		expect(complete({ study: marked }).seeds).toEqual([4]);
	});

	test.each([
		['not JSON', '{', /broken\.json.*JSON/],
		['a list', [], /broken\.json: .*an object/],
		[
			'a field of a skill',
			{ skills: [{ file: 'x', heldOutShare: 2 }] },
			/broken\.json, line 1: skills\[0\]\.heldOutShare: must be a number above 0 .*not 2\.$/,
		],
		[
			'a link that was cut',
			{ experiment: 'https://a.example/#3.abc' },
			/broken\.json, line \d+: experiment: /,
		],
		['a missing skill file', { skills: [{ file: 'x.jsonl' }] }, /skills\[0\]\.file.*x\.jsonl/],
		[
			'an unknown field',
			{ version: 1, title: 'S', seeds: [1], seed: 1 },
			failure('is not a field here. Known ones: {known}.', { field: 'seed' }),
		],
	])('%s is an error that names it', (_what, content, message) => {
		const study = file('broken.json', content);
		expect(() => complete({ study })).toThrow(message);
	});
});

describe('exit codes', () => {
	const whole = { finished: 6, planned: 6, hasFailed: false, isPart: false, holds: true };
	test.each([
		['fine', {}],
		['fine', { isPart: true }],
		['failed', { finished: 5, hasFailed: true }],
		['failed', { finished: 5, hasFailed: true, isPart: true }],
		['failed', { finished: 5 }],
		['assertion', { holds: false }],
		['assertion', { holds: false, isPart: true }],
		['part', { finished: 5, isPart: true }],
		['part', { finished: 0, isPart: true, holds: false }],
	] as const)('%s for a table of %j', (name, table) => {
		expect(reportCode({ ...whole, ...table })).toBe(exitCodes[name]);
	});

	test('are those of the guide', () => {
		const [, table] = readFileSync('docs/guide/bench.md', 'utf8').split('## Exit codes');
		const codes = [...table.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
		expect(codes).toEqual(Object.values(exitCodes).toSorted((a, b) => a - b));
	});
});

describe('stored files', () => {
	test('a run is stored by experiment and build; a damaged file is named and ignored', () => {
		const warnings: string[] = [];
		const store = new RunStore(path.join(folder, 'runs'), 'engine', (line) => {
			warnings.push(line);
		});
		const { experiment } = smallStudy;
		const run = { result: benchResult({ policy: 'uniform', seed: 1 }, 0.5), device: 'x' };
		store.put(experiment, run);
		expect(store.get(experiment)).toEqual(run);
		expect(store.get({ ...experiment, seed: 9 })).toBeNull();
		expect(new RunStore(path.join(folder, 'runs'), 'other').get(experiment)).toBeNull();
		const [name] = readdirSync(path.join(folder, 'runs'));
		const file = path.join(folder, 'runs', name);
		const right = readFileSync(file);
		expect(warnings).toEqual([]);
		for (const damaged of [right.subarray(0, -5), Buffer.from('{"result": {"fac')]) {
			writeFileSync(file, damaged);
			expect(store.get(experiment)).toBeNull();
		}
		expect(warnings).toHaveLength(2);
		expect(warnings[0]).toMatch(/\.json has \d+ of \d+ bytes.*The run is trained again/);
	});
});
