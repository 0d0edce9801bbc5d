/**
 * `npm run world`: runs policies in the synthetic world (docs/guide/policies.md), in milliseconds
 * and without a GPU.
 *   --world noise | FILE.json           a named world or your own (default: noise)
 *   --policies mos,temperature(tau=5)   settings in brackets (default: all that mix skills);
 *                                       raise takes about a minute per seed
 *   --steps 300  --batch 32             (default: the world's)
 *   --seeds 3 | 1,5,9                   a count or a list (default: 3)
 *   --json FILE                         all results, with the shares of every step
 * A policy with a target setting uses the world's targets, unless its settings name others.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InputError } from '#core/errors.ts';
import type { MixingPolicy } from '#mixing/policy.ts';
import { mixingPolicies, policyById } from '#mixing/registry.ts';
import { namedWorlds, type NamedWorld } from '../tests/world/named.ts';
import { runWorld, targetSettings, type WorldResult } from '../tests/world/runWorld.ts';
import { parseWorldFile } from '../tests/world/worldFile.ts';
import { parsePolicies, parseSeeds, type NamedPolicy } from './lib/bench/words.ts';
import { runScript } from './lib/browser.ts';
import { percent, table, writeJson } from './lib/output.ts';

interface PolicyResults {
	readonly policy: NamedPolicy;
	readonly runs: readonly WorldResult[];
}

await runScript(async () => {
	const { values } = parseArgs({
		options: {
			world: { type: 'string', default: 'noise' },
			policies: { type: 'string', default: defaultPolicies() },
			steps: { type: 'string' },
			batch: { type: 'string' },
			seeds: { type: 'string', default: '3' },
			json: { type: 'string' },
		},
	});
	const world = readWorld(values.world);
	const steps = count('--steps', values.steps, world.steps);
	const batchSize = count('--batch', values.batch, world.batchSize);
	const seeds = parseSeeds(values.seeds);
	const results: PolicyResults[] = [];
	for (const policy of parsePolicies(values.policies)) {
		const settings = {
			...targetSettings(policyById(policy.id, '--policies').parameters, world.targets),
			...policy.settings,
		};
		const runs: WorldResult[] = [];
		for (const seed of seeds)
			runs.push(
				await runWorld(world.spec, {
					policy: policy.id,
					settings,
					steps,
					batchSize,
					seed,
					targets: world.targets,
				}),
			);
		results.push({ policy, runs });
	}
	console.log(report(world, results));
	writeJson(values.json, { world, steps, batchSize, seeds, results });
});

/** All policies that mix skills. Policies that choose examples are slow and must be named. */
function defaultPolicies(): string {
	const mixers = mixingPolicies.filter(({ group }: MixingPolicy) => group !== 'examples');
	return mixers.map(({ id }) => id).join(',');
}

function readWorld(words: string): NamedWorld {
	const named = namedWorlds.find(({ id }) => id === words);
	if (named) return named;
	let text: string;
	try {
		text = readFileSync(words, 'utf8');
	} catch {
		throw new InputError(
			`--world: ${words} is not a readable file and not one of ` +
				`${namedWorlds.map(({ id }) => id).join(', ')}.`,
		);
	}
	return parseWorldFile(text, words);
}

function count(option: string, words: string | undefined, otherwise: number): number {
	const value = words === undefined ? otherwise : Number(words);
	if (!Number.isSafeInteger(value) || value < 1)
		throw new InputError(`${option} must be a whole number of 1 or more, not ${words}.`);
	return value;
}

function report(world: NamedWorld, results: readonly PolicyResults[]): string {
	const names = world.spec.skills.map(({ name }) => name);
	const mean = (numbers: readonly number[]) =>
		numbers.reduce((sum, value) => sum + value / numbers.length, 0);
	const rows = results.map(({ policy, runs }) => [
		policy.label,
		mean(runs.map((run) => run.excess)).toFixed(3),
		mean(runs.map((run) => run.worstExcess)).toFixed(3),
		percent(mean(runs.map((run) => run.exact))),
		percent(mean(runs.map((run) => run.wrongShare))),
		...names.map((_, i) => percent(mean(runs.map((run) => run.meanWeights[i])))),
	]);
	const warnings = results.flatMap(({ policy, runs }) =>
		[...new Set(runs.flatMap((run) => run.warnings))].map((text) => `${policy.label}: ${text}`),
	);
	const targets = world.targets.length > 0 ? ` of ${world.targets.join(', ')}` : '';
	return [
		world.about,
		`Means over ${results[0].runs.length} seeds. ` +
			`excess: loss above the floor${targets}, nats per token; worst: excess of the worst skill; ` +
			'right: right answers; wrong: wrong rows among the training rows; ' +
			'then the mean share of each skill.',
		'',
		table([['policy', 'excess', 'worst', 'right', 'wrong', ...names], ...rows]),
		...(warnings.length > 0 ? ['', ...warnings] : []),
	].join('\n');
}
