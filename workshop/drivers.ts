/**
 * `drivers`: kernels and runs with other drivers and compilers than
 * Chromium's, and without a card (docs/benchmarks.md): lavapipe, Naga, and AMD's compiler.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { toMessage } from '../src/engine/core/errors.ts';
import { highest, lowest } from '../src/engine/core/statistics.ts';
import { fetchDrivers, type DriverPackages } from './drivers/packages.ts';
import type { CompilerReport, DriverCheck, Registers, ValuesReport } from './drivers/reports.ts';
import { collectShaders, kernelSuite, type Shader } from './drivers/shaders.ts';
import { runScript, SetupError } from '../scripts/lib/faults.ts';
import { flag, outputFile, readCommand, someOf } from '../scripts/lib/command.ts';
import { table, writeJson } from '../scripts/lib/output.ts';
import { failure } from '../scripts/lib/testCounts.ts';

/** Two generations of AMD's GPUs. */
const chips = ['navi21', 'navi31'] as const;
const checkIds = ['kernels', 'run', 'naga', 'registers'] as const;
const folder = path.resolve('.cache', 'drivers');
const shaderFile = path.join(folder, 'shaders.json');

/** A chip with the registers of each shader. */
type Chip = readonly [name: string, rows: readonly Registers[]];
type CheckResult = Pick<DriverCheck, 'facts' | 'failed'> & { readonly chips?: readonly Chip[] };

await runScript(async () => {
	const options = readCommand({
		name: 'npm run --prefix workshop drivers',
		purpose: 'Runs and compiles all kernels with other drivers and compilers.',
		example: '--only naga,registers --json drivers.json',
		options: {
			only: someOf(checkIds, 'Checks'),
			require: flag('Fails where the packages cannot be had; otherwise that is a skip'),
			json: outputFile('All results and the registers of each shader'),
		},
		notes: [
			'SKILLET_SEED and SKILLET_CASES choose the random shapes of the kernel suite.',
			'Fetches 60 MB into .cache/drivers once. Exit codes: 1 a check failed, 3 bad input.',
		],
	});
	let packages: DriverPackages;
	try {
		packages = await fetchDrivers(folder, console.log);
	} catch (error) {
		if (!(error instanceof SetupError) || options.require) throw error;
		console.log(`skipped: ${error.message}`);
		return writeJson(options.json, { checks: [], missing: error.message });
	}
	const shaders = await collectShaders();
	writeJson(
		shaderFile,
		shaders.map((shader) => ({ ...shader, plans: [...shader.plans] })),
	);
	const work = {
		// Unoptimised, because LLVM takes most of the time of the kernel suite.
		kernels: () => compareValues('kernels', packages, { GALLIVM_PERF: 'nopt' }),
		run: () => compareValues('run', packages),
		naga: () => checkWithNaga(packages, shaders),
		registers: () => countRegisters(packages, shaders),
	};
	const checks = await Promise.all(options.only.map((id) => runCheck(id, work[id])));
	const measured = checks.flatMap((check) => check.chips ?? []);
	if (measured.length > 0) console.log(`\n${registerTable(measured, shaders)}`);
	writeJson(options.json, {
		checks: checks.map(({ id, seconds, facts, failed }) => ({ id, seconds, facts, failed })),
		shaders: shaders.map(({ key, label, plans }) => ({ key, label, plans: [...plans] })),
		registers: Object.fromEntries(measured),
	});
	const failures = checks.filter(({ failed }) => failed.length > 0);
	console.log(`\n${checks.length - failures.length} checks passed, ${failures.length} failed`);
	for (const { id, failed } of failures) console.log(failure('drivers', id, failed.join('\n')));
	if (failures.length > 0) process.exitCode = 1;
});

/** Never throws: an error fails the check. */
async function runCheck(
	id: (typeof checkIds)[number],
	check: () => Promise<CheckResult>,
): Promise<DriverCheck & CheckResult> {
	const began = performance.now();
	const result = await check().catch((error: unknown): CheckResult => ({
		facts: 'ended early',
		failed: [toMessage(error)],
	}));
	const seconds = Math.round((performance.now() - began) / 1000);
	const mark = result.failed.length > 0 ? '✗' : '✓';
	console.log(`${mark} ${id} (${seconds} s): ${result.facts}`);
	return { id, seconds, ...result };
}

/** The output of a program. Rejects if its exit code is not 0. */
async function output(
	program: string,
	words: readonly string[],
	env: NodeJS.ProcessEnv,
): Promise<string> {
	const { stdout } = await promisify(execFile)(program, words, { env, maxBuffer: 2 ** 26 });
	return stdout;
}

function script(name: string): string {
	return path.join('workshop', 'drivers', name);
}

function inNode(name: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
	return output(process.execPath, ['--import', 'tsx', script(name), ...words], env);
}

async function compareValues(
	what: 'kernels' | 'run',
	packages: DriverPackages,
	environment: NodeJS.ProcessEnv = {},
): Promise<CheckResult> {
	const env = { ...packages.environment('lvp'), ...environment };
	const { name, facts, failed } = JSON.parse(
		await inNode('values.ts', [what], env),
	) as ValuesReport;
	return { facts: `${facts}; ${name}`, failed };
}

function compiled(json: string, shaders: readonly Shader[]): CheckResult {
	const { name, checked, failed } = JSON.parse(json) as CompilerReport;
	return {
		facts: `${checked} shaders; ${name}`,
		failed: failed.map(({ key, error }) => `${describe(key, shaders)}: ${error}`),
	};
}

async function checkWithNaga(
	packages: DriverPackages,
	shaders: readonly Shader[],
): Promise<CheckResult> {
	const { python, environment } = packages;
	const words = [script('naga.py'), shaderFile];
	return compiled(await output(python, words, environment('lvp')), shaders);
}

/** Tint's SPIR-V is the same for each driver, so lavapipe's process writes it for AMD's. */
async function countRegisters(
	{ python, environment }: DriverPackages,
	shaders: readonly Shader[],
): Promise<CheckResult> {
	const [modules, dumped] = ['spirv', 'dumped'].map((name) => path.join(folder, name));
	for (const each of [modules, dumped]) {
		rmSync(each, { recursive: true, force: true });
		mkdirSync(each);
	}
	const env = { ...environment('lvp'), MESA_SPIRV_DUMP_PATH: dumped };
	const { facts, failed } = compiled(await inNode('spirv.ts', [shaderFile, modules], env), shaders);
	if (failed.length > 0) return { facts, failed };
	const measured: Chip[] = [];
	const spills: string[] = [];
	for (const chip of chips) {
		const words = [script('registers.py'), shaderFile, modules];
		const json = await output(python, words, { ...environment('radeon'), RADV_FORCE_FAMILY: chip });
		const rows = JSON.parse(json) as Registers[];
		measured.push([chip, rows]);
		for (const { key, spilledVgprs, spilledSgprs, scratch } of rows)
			if (spilledVgprs + spilledSgprs + scratch > 0 && isPlanned(shaders[Number(key)]))
				spills.push(
					`${describe(key, shaders)} on ${chip}: spills ${spilledVgprs} vector and ` +
						`${spilledSgprs} scalar registers, ${scratch} bytes`,
				);
	}
	return { facts: `${facts}, then RADV as ${chips.join(', ')}`, failed: spills, chips: measured };
}

/** Whether a run dispatches it, and not only the kernel suite with its awkward shapes. */
function isPlanned({ plans }: Shader): boolean {
	return [...plans].some((plan) => plan !== kernelSuite);
}

function describe(key: string, shaders: readonly Shader[]): string {
	const { label, plans } = shaders[Number(key)];
	return `${label} (shader ${key}; ${[...plans].join('; ')})`;
}

/** By kernel, the one with the most registers first. */
function registerTable(measured: readonly Chip[], shaders: readonly Shader[]): string {
	const labels = new Set(shaders.filter(isPlanned).map(({ label }) => label));
	const lines = [...labels].map((label) => {
		const rowsOf = ([, rows]: Chip) =>
			rows.filter(({ key }) => {
				const shader = shaders[Number(key)];
				return shader.label === label && isPlanned(shader);
			});
		const mostRegisters = highest(
			measured.flatMap((chip) => rowsOf(chip).map(({ vgprs }) => vgprs)),
		);
		const cells = measured.flatMap((chip) => {
			const rows = rowsOf(chip);
			const vgprs = rows.map((row) => row.vgprs);
			const spilled = rows.map((row) => row.spilledVgprs + row.spilledSgprs);
			return [
				`${lowest(vgprs)} – ${highest(vgprs)}`,
				String(lowest(rows.map(({ waves }) => waves))),
				String(highest(spilled)),
			];
		});
		return { most: mostRegisters, cells: [label, String(rowsOf(measured[0]).length), ...cells] };
	});
	const head = measured.flatMap(([chip]) => [`registers, ${chip}`, 'waves', 'spilled']);
	const sorted = lines.sort((a, b) => b.most - a.most).map(({ cells }) => cells);
	return table([['kernel', 'shaders', ...head], ...sorted]);
}
