/**
 * The winner in each world, for every policy at its defaults. The reasons are in
 * docs/guide/policies.md, whose table must match. A registered policy without a row fails.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePolicies } from '../../scripts/lib/bench/words.ts';
import { mixingPolicies, policyById } from '#mixing/registry.ts';
import { namedWorlds, type NamedWorld } from './named.ts';
import { runWorld, targetSettings } from './runWorld.ts';

/** The lines of the section in the docs, with single spaces. */
const docs = readFileSync(new URL('../../docs/guide/policies.md', import.meta.url), 'utf8')
	.split('\n## ')
	.find((section) => section.startsWith('The synthetic world'))!
	.split('\n')
	.map((line) => line.replaceAll(/ +/g, ' '));

/** Comparison with uniform by the world's score, over five seeds; within 5 % is the same. */
type Verdict = 'better' | 'same' | 'worse';
const margin = 0.05;

/**
 * One verdict per world, in the order of namedWorlds: equal, sizes, slow, noise, mastered, format,
 * long, wrong, helper, tug. –: not tested, because the world's rows differ in nothing that the
 * policy uses, or because the test would take too long.
 */
const expected: { readonly [label: string]: string } = {
	uniform: 'same same same same same same same same same same',
	proportional: 'same worse same same same same same same worse same',
	temperature: 'same worse same same same same same same worse same',
	fixed: 'same same same same same same same same same same',
	timetable: 'same same same same same same same same same same',
	stratified: 'same same same same same same same same same same',
	'size-cap': 'same worse same same same same same same worse same',
	unimax: 'same worse same same same same same same worse same',
	replay: 'same same same same same same same same same same',
	'loss-proportional': 'same same better worse better same same same same same',
	odm: 'same same better worse better same same same same same',
	'skill-it': 'same same same better better same same same better better',
	aioli: 'same same worse better better same same same better same',
	doremi: 'same same same better better same same same same same',
	ado: 'same same worse better better – same worse same worse',
	msft: 'same same same same same same same same same same',
	regmix: 'same same worse better better worse same worse better better',
	'dynamix-sft': 'same same worse better better worse same worse worse same',
	mos: 'same same better worse worse worse same same same same',
	'mos(reward=error-rate)': 'same same same worse better worse better same same same',
	mospec: 'worse worse better worse worse worse same same better better',
	// Slow because of its roll-outs: few and short ones, one seed, only the worlds made for it.
	'raise(episodes=5;episodeSteps=60)': '– – – better – – – better better better',
	'random-examples': 'same worse same same same same same same worse same',
	'highest-loss': 'same worse worse worse better same same worse same same',
	'rho-loss': 'same worse better better better same same better – same',
	length: 'worse worse – – – – – worse – –',
	ifd: 'same worse – – – – – worse – –',
};

const isSlow = (label: string) => /^(raise|rho-loss|regmix)/.test(label);
/** Only the long suite runs slow policies, and each policy in every world. */
const isLong = process.env['SKILLET_SUITE'] === 'long';
/** In the short form every second world, and the other half for the next policy. */
const isAsked = (label: string, world: number) =>
	isLong || (!isSlow(label) && (world + Object.keys(expected).indexOf(label)) % 2 === 0);

async function meanScore(
	label: string,
	world: NamedWorld,
	seeds: readonly number[],
): Promise<number> {
	const [{ id, settings }] = parsePolicies(label);
	let sum = 0;
	for (const seed of seeds) {
		const result = await runWorld(world.spec, {
			policy: id,
			settings: { ...targetSettings(policyById(id).parameters, world.targets), ...settings },
			steps: world.steps,
			batchSize: world.batchSize,
			targets: world.targets,
			seed,
		});
		sum += result[world.score] / seeds.length;
	}
	return sum;
}

/** The score of uniform by world and seeds, computed once. */
const uniformScores = new Map<string, number>();

async function compareWithUniform(label: string, world: NamedWorld): Promise<Verdict> {
	const seeds = isSlow(label) ? [1] : [1, 2, 3, 4, 5];
	const key = `${world.id} ${seeds.join()}`;
	const uniform = uniformScores.get(key) ?? (await meanScore('uniform', world, seeds));
	uniformScores.set(key, uniform);
	const ratio = (await meanScore(label, world, seeds)) / uniform;
	if (Math.abs(ratio - 1) <= margin) return 'same';
	return ratio < 1 === (world.score === 'excess') ? 'better' : 'worse';
}

test('every policy of the registry has a row', () => {
	const rows = Object.keys(expected).map((label) => label.replace(/\(.*/, ''));
	for (const { id } of mixingPolicies) expect(rows).toContain(id);
});

describe.each(Object.entries(expected))('%s', (label, row) => {
	const verdicts = row.split(' ');
	const asked = namedWorlds
		.map((world, i) => ({ world, id: world.id, verdict: verdicts[i] }))
		.filter(({ verdict }, i) => verdict !== '–' && isAsked(label, i));
	test.each(asked)('in "$id": $verdict', async ({ world, verdict }) => {
		expect(await compareWithUniform(label, world)).toBe(verdict);
	});

	test('the docs have the same row', () => {
		const words = verdicts.map((verdict) => (verdict === 'same' ? '·' : verdict));
		const line = docs.find((candidate) => candidate.startsWith(`| \`${label}\` |`));
		expect(line).toBe(`| \`${label}\` | ${words.join(' | ')} |`);
	});
});

test.each(namedWorlds.map(({ id, about }) => [id, about]))(
	'the docs describe "%s"',
	(id, about) => {
		expect(docs.find((line) => line.startsWith(`| \`${id}\` |`))).toContain(
			`| \`${id}\` | ${about} |`,
		);
	},
);
