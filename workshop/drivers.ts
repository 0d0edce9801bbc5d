/**
 * `drivers`: kernels and runs with other drivers and compilers than
 * Chromium's, and without a card (docs/benchmarks.md): lavapipe and Naga.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { toMessage } from '../src/engine/core/errors.ts';
import { fetchDrivers, type DriverPackages } from './drivers/packages.ts';
import type { CompilerReport, DriverCheck, ValuesReport } from './drivers/reports.ts';
import { collectShaders, type Shader } from './drivers/shaders.ts';
import { runScript, SetupError } from '../scripts/lib/faults.ts';
import { flag, outputFile, readCommand, someOf } from '../scripts/lib/command.ts';
import { writeJson } from '../scripts/lib/output.ts';
import { failure } from '../scripts/lib/testCounts.ts';

const checkIds = ['kernels', 'run', 'naga'] as const;
const folder = path.resolve('.cache', 'drivers');
const shaderFile = path.join(folder, 'shaders.json');

type CheckResult = Pick<DriverCheck, 'facts' | 'failed'>;

await runScript(async () => {
	const options = readCommand({
		name: 'npm run --prefix workshop drivers',
		purpose: 'Runs and compiles all kernels with other drivers and compilers.',
		example: '--only naga,kernels --json drivers.json',
		options: {
			only: someOf(checkIds, 'Checks'),
			require: flag('Fails where the packages cannot be had; otherwise that is a skip'),
			json: outputFile('All results'),
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
	};
	const checks = await Promise.all(options.only.map((id) => runCheck(id, work[id])));
	writeJson(options.json, {
		checks,
		shaders: shaders.map(({ key, label, plans }) => ({ key, label, plans: [...plans] })),
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
): Promise<DriverCheck> {
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
	const env = { ...packages.environment, ...environment };
	const { name, facts, failed } = JSON.parse(
		await inNode('values.ts', [what], env),
	) as ValuesReport;
	return { facts: `${facts}; ${name}`, failed };
}

async function checkWithNaga(
	{ python, environment }: DriverPackages,
	shaders: readonly Shader[],
): Promise<CheckResult> {
	const json = await output(python, [script('naga.py'), shaderFile], environment);
	const { name, checked, failed } = JSON.parse(json) as CompilerReport;
	return {
		facts: `${checked} shaders; ${name}`,
		failed: failed.map(({ key, error }) => `${describe(key, shaders)}: ${error}`),
	};
}

function describe(key: string, shaders: readonly Shader[]): string {
	const { label, plans } = shaders[Number(key)];
	return `${label} (shader ${key}; ${[...plans].join('; ')})`;
}
