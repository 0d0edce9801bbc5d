/**
 * npm run bench: policies × seeds through the real page in a headless browser.
 *   --policies uniform,temperature(tau=5)   settings in brackets (default fixed,uniform,proportional)
 *   --seeds 3 | --seeds 1,5,9               a count, or a list (default 3)
 *   --steps 300                             (default: the experiment's)
 *   --model skillet-large                   (default: the experiment's; the shipped models)
 *   --link FRAGMENT                         another experiment than the default, as the page's address holds it
 *   --json FILE  --csv FILE                 every figure that is printed
 *   --fresh                                 runs again what is stored from earlier
 * Interrupted, it goes on where it was: finished runs lie in .cache/bench. Exits with 1 when a run failed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InputError } from '#core/errors.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { decodeLink } from '#experiment/link.ts';
import { parseModel, parsePolicies, parseSeeds, planRuns, type PlannedRun } from './bench/plan.ts';
import { benchCsv, benchTable, differenceLines, differences } from './bench/report.ts';
import { resultOf, ResultStore, type RunResult } from './bench/results.ts';
import { ensureBrowser, hasGpu, runScript, SetupError } from './browser.ts';
import { buildIfStale } from './build.ts';
import { openLab, type HeadlessLab } from './headlessRun.ts';
import { capabilityLines, percent, Progress } from './runReport.ts';
import { serve } from './serve.ts';
import { createTerminal } from './terminal.ts';

const terminal = createTerminal();

await runScript(async () => {
	const options = readOptions();
	const browser = await ensureBrowser((line) => terminal.line(line));
	await buildIfStale((line) => terminal.line(line));
	const site = await serve('dist', 0);
	const lab = await openLab({ browser: browser.path, url: site.url, software: !hasGpu() });
	try {
		terminal.line(capabilityLines(lab.info));
		const base = options.link ?? lab.info.defaultExperiment;
		const runs = planRuns(base, options);
		const results = await runAll(lab, runs, options.fresh);
		report(base, results, lab, options);
		if (results.length < runs.length)
			throw new SetupError(`${runs.length - results.length} of ${runs.length} runs failed.`);
	} finally {
		await lab.close();
		await site.close();
	}
});

function readOptions() {
	const { values } = parseArgs({
		options: {
			policies: { type: 'string', default: 'fixed,uniform,proportional' },
			seeds: { type: 'string', default: '3' },
			steps: { type: 'string' },
			model: { type: 'string' },
			link: { type: 'string' },
			json: { type: 'string' },
			csv: { type: 'string' },
			fresh: { type: 'boolean', default: false },
		},
	});
	const { steps, model, link, json, csv, fresh } = values;
	try {
		return {
			policies: parsePolicies(values.policies),
			seeds: parseSeeds(values.seeds),
			...(steps !== undefined && { steps: Number(steps) }),
			...(model !== undefined && { model: parseModel(model, shippedModels()) }),
			link: link === undefined ? null : decodeLink(link.replace(/^.*#e=/, '')),
			json,
			csv,
			fresh,
		};
	} catch (error) {
		if (error instanceof InputError) throw new SetupError(error.message);
		throw error;
	}
}

function shippedModels() {
	return JSON.parse(readFileSync('models/index.json', 'utf8')) as { id: string; sha256: string }[];
}

/** One run after the other; one that fails is told and left out. */
async function runAll(
	lab: HeadlessLab,
	runs: readonly PlannedRun[],
	fresh: boolean,
): Promise<RunResult[]> {
	const store = new ResultStore('.cache/bench');
	const results: RunResult[] = [];
	for (const [i, run] of runs.entries()) {
		const head = `${String(i + 1).padStart(String(runs.length).length)}/${runs.length} ${run.policy.label}, seed ${run.seed}`;
		const stored = fresh ? null : store.get(run);
		try {
			const result = stored ?? (await runOne(lab, run, head));
			if (!stored) store.put(run, result);
			results.push(result);
			const { averageExact, worstExact } = result.final;
			const worst = worstExact
				? `, worst ${percent(worstExact.exact)} (${run.experiment.skills[worstExact.skill]?.name})`
				: '';
			const time = stored
				? 'from an earlier call'
				: `${(result.totalMilliseconds / 1000).toFixed(1)} s`;
			terminal.line(`${head}: exact match ${percent(averageExact)}${worst} · ${time}`);
		} catch (error) {
			terminal.line(`${head}: failed: ${(error as Error).message}`);
		}
	}
	return results;
}

async function runOne(lab: HeadlessLab, run: PlannedRun, head: string): Promise<RunResult> {
	const progress = new Progress(run.experiment);
	const began = performance.now();
	const events = await lab.run(run.experiment, (batch) => {
		progress.add(batch.events);
		terminal.live(
			`${head} · ${batch.events.length > 0 ? progress.line : (batch.progress?.label ?? '')}`,
		);
	});
	return resultOf(run, events, performance.now() - began, lab.info.device.backend);
}

function report(
	base: Experiment,
	results: readonly RunResult[],
	lab: HeadlessLab,
	{ json, csv }: { json?: string | undefined; csv?: string | undefined },
): void {
	if (results.length > 0)
		terminal.line(['', benchTable(base, results), '', ...differenceLines(results)].join('\n'));
	const { device, capabilities } = lab.info;
	if (json)
		writeFileSync(
			json,
			JSON.stringify(
				{ device, capabilities, experiment: base, results, differences: differences(results) },
				null,
				'\t',
			) + '\n',
		);
	if (csv) writeFileSync(csv, benchCsv(base, results));
}
