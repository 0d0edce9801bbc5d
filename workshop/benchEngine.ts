/**
 * `bench:engine`: compares this engine with others on the same weights and data
 * (docs/benchmarks.md).
 * Exits with 1 if losses differ or an entrant fails.
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { InputError } from '../src/engine/core/errors.ts';
import { asMessage } from '../src/engine/core/message.ts';
import { entrants } from './entrants/entrants.ts';
import { workloads } from './entrants/workloads.ts';
import { runScript } from '../scripts/lib/faults.ts';
import { flag, outputFile, readCommand, texts } from '../scripts/lib/command.ts';
import { openBrowserHost } from './engine/browserHost.ts';
import { openNodeHost } from './engine/nodeHost.ts';
import { isInstalled, pytorch } from './engine/pythonHost.ts';
import { evaluateGoals } from './engine/goals.ts';
import { goalsReport, layoutReport, workloadReport } from './engine/report.ts';
import type { WorkloadResult } from './engine/results.ts';
import { benchmark, type Contender } from './engine/run.ts';
import { plannedSteps, planStep, stepPlanText, type StepName } from '../scripts/lib/stepPlans.ts';
import { writeJson } from '../scripts/lib/output.ts';
import { createTerminal } from '../scripts/lib/terminal.ts';

/** Time to measure. The build and the start of the browser come on top. */
const seconds = { quick: 150, full: 1080 };
const rounds = { quick: 3, full: 7 };

await runScript(async () => {
	const values = readCommand({
		name: 'npm run --prefix workshop bench:engine',
		purpose: 'Compares this engine with others on the same weights and data.',
		example: '--quick --workload tiny --json engine.json',
		options: {
			quick: flag('3 minutes instead of 20'),
			node: flag('Runs in Node (npm package webgpu) instead of a browser, and adds PyTorch'),
			workload: texts('NAME', 'Only this workload'),
			entrant: texts('NAME', 'Only this engine'),
			plan: texts(
				'NAME',
				`Only counts the GPU work of a step: ${Object.keys(plannedSteps).join(', ')}`,
			),
			profile: flag('GPU time by kernel, for engines that can measure it'),
			json: outputFile('All results'),
		},
		notes: ['Exits with 1 if losses differ or an engine fails.'],
	});
	const terminal = createTerminal();
	if (values.plan.length > 0) {
		const named = Object.keys(plannedSteps).map((name) => ({ name: name as StepName }));
		const plans = choose('plan', values.plan, named).map(({ name }) => planStep(name));
		terminal.line(plans.map(stepPlanText).join('\n\n'));
		writeJson(values.json, plans);
		return;
	}
	const loadBefore = loadavg();
	const chosenWorkloads = choose('workload', values.workload, workloads).filter(
		({ name, fullOnly }) => values.workload.includes(name) || !values.quick || !fullOnly,
	);
	const isNamed = ({ name }: { readonly name: string }) => values.entrant.includes(name);
	const chosen = choose<{ readonly name: string }>('entrant', values.entrant, [
		...entrants,
		pytorch,
	]);

	const host = await (values.node
		? openNodeHost()
		: openBrowserHost((line) => terminal.line(line)));
	const began = performance.now();
	const results: WorkloadResult[] = [];
	try {
		const contenders: Contender[] = entrants
			.filter((entry) => chosen.includes(entry) && (!values.node || entry.inNode || isNamed(entry)))
			.map((entry) => ({ ...entry, open: (workload) => host.open(workload, entry) }));
		const isWithPytorch = values.node && chosen.includes(pytorch) && isInstalled();
		if (isNamed(pytorch) || isWithPytorch) contenders.push(pytorch);
		if (contenders.length === 0)
			throw new InputError(
				asMessage('None of these entrants runs here. Name another one with --entrant.'),
			);
		terminal.line(`On ${host.about.name}.`);
		if (loadBefore[0] > 0.5)
			terminal.line(
				`This machine is busy (load ${loadBefore[0].toFixed(1)} on ${cpus().length} processors): ` +
					'the measured times are too long.',
			);
		const kind = values.quick ? 'quick' : 'full';
		await benchmark(
			{
				workloads: chosenWorkloads,
				contenders,
				seconds: seconds[kind] - (performance.now() - began) / 1000,
				rounds: rounds[kind],
				isQuick: values.quick && values.entrant.length === 0,
				profile: values.profile,
			},
			terminal,
			(result) => {
				results.push(result);
				terminal.line(`\n${workloadReport(result)}`);
			},
		);
	} finally {
		await host.close();
	}
	const layouts = layoutReport(results);
	if (layouts) terminal.line(`\n${layouts}`);
	const software = host.about['software'] !== false;
	const goals = evaluateGoals({ workloads: results, software });
	terminal.line(`\n${goalsReport(goals)}`);
	const taken = (performance.now() - began) / 1000;
	terminal.line(`\n${taken.toFixed(0)} s in all.`);
	const machine = {
		processor: cpus()[0]?.model,
		processors: cpus().length,
		memoryBytes: totalmem(),
		loadBefore,
		loadAfter: loadavg(),
	};
	writeJson(values.json, { host: host.about, machine, seconds: taken, workloads: results, goals });
	const failed = results.some(
		({ agreement, absent }) =>
			(agreement?.deviations.length ?? 0) > 0 || absent.some(({ forTime }) => !forTime),
	);
	if (failed) process.exitCode = 1;
});

/** The named entries, or all entries if none is named. Throws InputError for an unknown name. */
function choose<T extends { readonly name: string }>(
	kind: string,
	names: readonly string[],
	all: readonly T[],
): readonly T[] {
	const unknown = names.find((name) => !all.some((entrant) => entrant.name === name));
	if (unknown !== undefined)
		throw new InputError(
			asMessage(
				`--${kind}: there is no “${unknown}”. Choose one of ` +
					`${all.map(({ name }) => name).join(', ')}.`,
			),
		);
	return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
