/**
 * `npm run world`: runs policies in the synthetic world (docs/dev/synthetic-world.md), without a
 * GPU and most of them in milliseconds.
 * A policy with a target setting uses the world's targets, unless its settings name others.
 */
import { readFileSync } from 'node:fs';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { mean } from '#engine/core/statistics.ts';
import { mixingPolicies, type MixingPolicy, policyById } from '#mixing/index.ts';
import {
	compareWithUniform,
	type Verdict,
	namedWorlds,
	runWorld,
	type NamedWorld,
	type WorldResult,
} from './world/index.ts';
import { parsePolicies, parseSeeds, type NamedPolicy } from './lib/bench/words.ts';
import { runScript } from './lib/faults.ts';
import { flag, outputFile, readCommand, textOr, whole } from './lib/command.ts';
import { formatMarkdown } from './lib/markdown.ts';
import { counted, percent, table, writeJson } from './lib/output.ts';
import { parseWorldFile } from './lib/worldFile.ts';
import { writeBeside } from './lib/writeBeside.ts';

const verdictsFile = 'docs/dev/synthetic-world.md';

interface PolicyResults {
	readonly policy: NamedPolicy;
	readonly runs: readonly WorldResult[];
}

await runScript(async () => {
	const values = readCommand({
		name: 'npm run world',
		purpose: 'Runs policies in a synthetic world, most of them in milliseconds, without a GPU.',
		example: "--policies 'mos,temperature(tau=5)' --seeds 1,5,9",
		options: {
			world: textOr(
				'WORLD',
				'noise',
				`One of ${namedWorlds.map(({ id }) => id).join(', ')}, or a JSON file`,
			),
			policies: textOr('LIST', defaultPolicies(), 'Policies, with settings in brackets'),
			steps: whole("Training steps (default: the world's)"),
			batch: whole("Examples per step (default: the world's)"),
			seeds: textOr('SEEDS', '3', 'A count, or a list such as 1,5,9 or 11-20'),
			verdicts: flag(`Writes a row of verdicts for each policy into ${verdictsFile}`),
			json: outputFile('All results, with the shares of every step'),
		},
		notes: ['raise takes about a minute per seed.'],
	});
	const policies = parsePolicies(values.policies, console.log);
	policies.forEach(demandPolicy);
	if (values.verdicts) return writeVerdicts(policies);
	const world = readWorld(values.world);
	const steps = values.steps ?? world.steps;
	const batchSize = values.batch ?? world.batchSize;
	const seeds = parseSeeds(values.seeds);
	const results: PolicyResults[] = [];
	for (const policy of policies) {
		const found = policyById(policy.id, '--policies');
		const runs: WorldResult[] = [];
		for (const seed of seeds)
			runs.push(
				await runWorld(
					{ ...world, steps, batchSize },
					{ policy: found, settings: policy.settings, seed },
				),
			);
		results.push({ policy, runs });
	}
	console.log(report(world, results));
	writeJson(values.json, { world, steps, batchSize, seeds, results });
});

/** Throws InputError for a wrong id or setting before the first policy runs. */
function demandPolicy({ id, settings }: NamedPolicy): void {
	parseParameters(policyById(id, '--policies').parameters, settings, id);
}

/** Each policy in every world, over five seeds. A policy without a row gets the last one. */
async function writeVerdicts(policies: readonly NamedPolicy[]): Promise<void> {
	const lines = readFileSync(verdictsFile, 'utf8').trimEnd().split('\n');
	for (const { label, id, settings } of policies) {
		const found: Record<Verdict, string[]> = { better: [], worse: [], same: [] };
		for (const world of namedWorlds) {
			const policy = policyById(id, '--policies');
			const verdict = await compareWithUniform(world, policy, settings, [1, 2, 3, 4, 5]);
			found[verdict].push(world.id);
		}
		const row = `| \`${label}\` | ${found.better.join(', ')} | ${found.worse.join(', ')} | |`;
		console.log(row);
		const place = lines.findLastIndex((line) => line.startsWith(`| \`${label}\` `));
		lines.splice(place < 0 ? lines.length : place, place < 0 ? 0 : 1, row);
	}
	writeBeside(verdictsFile, await formatMarkdown(lines.join('\n'), verdictsFile));
}

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
			asMessage(
				`--world: ${words} is not a readable file and not one of ` +
					`${namedWorlds.map(({ id }) => id).join(', ')}.`,
			),
		);
	}
	return parseWorldFile(text, words);
}

function report(world: NamedWorld, results: readonly PolicyResults[]): string {
	const names = world.spec.skills.map(({ name }) => name);
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
		`Means over ${counted(results[0].runs.length, 'seed')}. ` +
			`excess: loss above the floor${targets}, nats per token; worst: excess of the worst skill; ` +
			'right: right answers; wrong: wrong rows among the training rows; ' +
			'then the mean share of each skill.',
		'',
		table([['policy', 'excess', 'worst', 'right', 'wrong', ...names], ...rows]),
		...(warnings.length > 0 ? ['', ...warnings] : []),
	].join('\n');
}
