/**
 * Who wins in which world, for every policy of the registry at its defaults: known beforehand, with the reason in
 * docs/policies.md, whose table must say the same. A registered policy without a row fails.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#core/json.ts';
import { mixingPolicies, policyById } from '../registry.ts';
import type { MixingPolicy } from '../policy.ts';
import { namedWorlds } from './named.ts';
import { runWorld, targetSettings, type WorldResult } from './runWorld.ts';

/** The lines of the docs' section, with single spaces. */
const docs = readFileSync(new URL('../../../docs/policies.md', import.meta.url), 'utf8')
	.split('\n## ')
	.find((section) => section.startsWith('The synthetic world'))!
	.split('\n')
	.map((line) => line.replaceAll(/ +/g, ' '));

const worldIds = namedWorlds.map(({ id }) => id);
/** Against uniform, by the world's score, over five seeds; within 5 % is the same. */
type Verdict = 'better' | 'same' | 'worse';
const margin = 0.05;

/** One word per world, in the order of namedWorlds: equal, sizes, slow, noise, mastered, format, long, helper, tug. */
const expected: { readonly [label: string]: string } = {
	uniform: 'same same same same same same same same same',
	proportional: 'same worse same same same same same worse same',
	temperature: 'same worse same same same same same worse same',
	fixed: 'same same same same same same same same same',
	timetable: 'same same same same same same same same same',
	stratified: 'same same same same same same same same same',
	'size-cap': 'same worse same same same same same worse same',
	unimax: 'same worse same same same same same worse same',
	replay: 'same same same same same same same same same',
	'loss-proportional': 'same same better worse better same same same same',
	odm: 'same same better worse better same same same same',
	'skill-it': 'same same same better better same same better better',
	'dynamix-sft': 'same same worse better better worse same worse same',
	mos: 'same same better worse worse worse same same same',
	'mos(reward=error-rate)': 'same same same worse better worse better same same',
	mospec: 'worse worse better worse worse worse same better better',
};

const settingsOf = (
	policy: MixingPolicy,
	label: string,
	targets: readonly string[],
): JsonObject => ({
	...(/error-rate/.test(label) && { reward: 'error-rate' }),
	...targetSettings(policy.parameters, targets),
});

async function scoreOf(label: string, world: (typeof namedWorlds)[number]) {
	const id = label.replace(/\(.*/, '');
	const results: WorldResult[] = [];
	for (const seed of [1, 2, 3, 4, 5])
		results.push(
			await runWorld(world.spec, {
				policy: id,
				settings: settingsOf(policyById(id), label, world.targets),
				...{ steps: world.steps, batchSize: world.batchSize, targets: world.targets, seed },
			}),
		);
	return results.reduce((sum, result) => sum + result[world.score] / results.length, 0);
}

async function verdictOf(label: string, world: (typeof namedWorlds)[number]): Promise<Verdict> {
	const ratio = (await scoreOf(label, world)) / (await scoreOf('uniform', world));
	if (Math.abs(ratio - 1) <= margin) return 'same';
	return ratio < 1 === (world.score === 'excess') ? 'better' : 'worse';
}

test('every policy of the registry has a row', () => {
	const rows = Object.keys(expected).map((label) => label.replace(/\(.*/, ''));
	for (const { id } of mixingPolicies) expect(rows).toContain(id);
});

describe.each(Object.entries(expected))('%s', (label, row) => {
	const verdicts = row.split(' ');
	test.each(worldIds.map((id, i) => [id, verdicts[i]] as const))(
		'in "%s": %s',
		async (id, verdict) => {
			const world = namedWorlds.find((candidate) => candidate.id === id)!;
			expect(await verdictOf(label, world)).toBe(verdict);
		},
	);

	test('the docs say the same', () => {
		const words = verdicts.map((verdict) => (verdict === 'same' ? '·' : verdict));
		const line = docs.find((candidate) => candidate.startsWith(`| \`${label}\` |`));
		expect(line).toBe(`| \`${label}\` | ${words.join(' | ')} |`);
	});
});

test.each(namedWorlds.map(({ id, about }) => [id, about]))(
	'the docs tell what "%s" is',
	(id, about) => {
		expect(docs.find((line) => line.startsWith(`| \`${id}\` |`))).toContain(
			`| \`${id}\` | ${about} |`,
		);
	},
);
