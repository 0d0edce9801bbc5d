/**
 * npm run bench: policies × seeds through the real page in a headless browser.
 *   --policies uniform,temperature(tau=5)   settings in brackets (default fixed,uniform,proportional)
 *   --seeds 3 | --seeds 1,5,9               a count, or a list (default 3)
 *   --steps 300                             (default: the experiment's)
 *   --model skillet-large                   (default: the experiment's; the shipped models)
 *   --link FRAGMENT                         another experiment than the default, as the page's address holds it
 *   --experiment noisy-pool                 a preset of the page instead of the default experiment
 *   --against uniform,proportional          what each policy is compared with (default: the first)
 *   --study FILE                            policies, seeds, comparisons and a search from a file (studies/)
 *   --json FILE  --csv FILE  --markdown FILE   every figure that is printed
 *   --fresh                                 runs again what is stored from earlier
 * Interrupted, it goes on where it was: finished runs lie in .cache/bench. Exits with 1 when a run failed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InputError } from '#core/errors.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { decodeLink } from '#experiment/link.ts';
import type { FoundMix } from './bench/mixSearch.ts';
import { parseModel } from './bench/plan.ts';
import {
	benchCsv,
	benchMarkdown,
	benchTable,
	differenceLines,
	differences,
} from './bench/report.ts';
import type { RunResult } from './bench/results.ts';
import { Bench } from './bench/bench.ts';
import { parseStudy, studyOfWords } from './bench/study.ts';
import { ensureBrowser, hasGpu, runScript, SetupError } from './browser.ts';
import { buildIfStale } from './build.ts';
import { openLab, type HeadlessLab } from './headlessRun.ts';
import { capabilityLines } from './runReport.ts';
import { serve } from './serve.ts';
import { createTerminal } from './terminal.ts';

const terminal = createTerminal();

await runScript(async () => {
	const browser = await ensureBrowser((line) => terminal.line(line));
	await buildIfStale((line) => terminal.line(line));
	const options = readOptions();
	const site = await serve('dist', 0);
	const lab = await openLab({ browser: browser.path, url: site.url, software: !hasGpu() });
	try {
		terminal.line(capabilityLines(lab.info));
		const base = options.link ?? (await experimentOf(lab, options.study.experiment));
		const bench = new Bench(lab, base, { ...options, terminal });
		await bench.run();
		report(base, bench.results, bench.found, lab, options);
		if (bench.failures > 0) throw new SetupError(`${bench.failures} runs failed.`);
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
			experiment: { type: 'string' },
			against: { type: 'string' },
			link: { type: 'string' },
			study: { type: 'string' },
			json: { type: 'string' },
			csv: { type: 'string' },
			markdown: { type: 'string' },
			fresh: { type: 'boolean', default: false },
		},
	});
	const { model, link, json, csv, markdown, fresh } = values;
	try {
		return {
			study: values.study
				? parseStudy(readFileSync(values.study, 'utf8'), values.study)
				: studyOfWords(values),
			...(model !== undefined && { model: parseModel(model, shippedModels()) }),
			link: link === undefined ? null : decodeLink(link.replace(/^.*#e=/, '')),
			engine: engineName(),
			...{ json, csv, markdown, fresh },
		};
	} catch (error) {
		if (error instanceof InputError) throw new SetupError(error.message);
		throw error;
	}
}
type BenchOptions = ReturnType<typeof readOptions>;

/** The worker and the kernels by their content: results of another build are not taken for this one's. */
function engineName(): string {
	const isEngine = (name: string) => name.includes('worker') || name.endsWith('.wasm');
	return readdirSync('dist/assets').filter(isEngine).sort().join();
}

async function experimentOf(lab: HeadlessLab, preset: string | null): Promise<Experiment> {
	if (preset === null) return lab.info.defaultExperiment;
	return lab.page.evaluate(async (id) => {
		const { client, ready } = window.skillet!;
		const experiment = (await ready).defaultExperiment;
		return client['experiment.preset']({ id, experiment });
	}, preset);
}

function shippedModels() {
	return JSON.parse(readFileSync('models/index.json', 'utf8')) as { id: string; sha256: string }[];
}

function report(
	base: Experiment,
	results: readonly RunResult[],
	found: FoundMix | null,
	lab: HeadlessLab,
	{ study, json, csv, markdown }: BenchOptions,
): void {
	const target = base.skills.findIndex(({ id }) => id === study.target);
	const compared = differences(results, {
		against: study.against.length > 0 ? study.against : undefined,
		target: target < 0 ? undefined : target,
	});
	if (results.length > 0)
		terminal.line(['', benchTable(base, results), '', ...differenceLines(compared)].join('\n'));
	const { device, capabilities } = lab.info;
	if (json)
		writeFileSync(
			json,
			JSON.stringify(
				{ study, device, capabilities, experiment: base, found, results, differences: compared },
				null,
				'\t',
			) + '\n',
		);
	if (csv) writeFileSync(csv, benchCsv(base, results));
	if (markdown) writeFileSync(markdown, benchMarkdown(base, results, compared));
}
