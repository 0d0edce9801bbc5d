/**
 * Compares what a Vulkan driver computes through Dawn with the processor: the kernel suite with the
 * tiles of hardware and the self-test (argument `kernels`), or the default run (`run`). Prints
 * JSON.
 */
import '../../src/lab/texts.ts';
import { toMessage } from '../../src/engine/core/errors.ts';
import type { ComputeDevice } from '../../src/engine/gpu/computeDevice.ts';
import type { Kernel } from '../../src/engine/gpu/kernel.ts';
import { requestAdapter } from '../../src/engine/gpu/webgpu/adapter.ts';
import { openWebGpu } from '../../src/engine/gpu/webgpu/openWebGpu.ts';
import { defaultExperiment } from '../../src/lab/run/defaultExperiment.ts';
import { curveBits, type Outcome } from '../../src/lab/run/outcome.ts';
import { selfTest } from '../../src/lab/run/selfTest.ts';
import { builtinInfos } from '../../src/lab/worker/skills.ts';
import { openNodeLab } from '../../scripts/lib/bench/nodeLab.ts';
import { shippedModels } from '../../scripts/lib/bench/study.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { expectSameDefault } from '../../tests/engines/journeys.ts';
import { mismatches } from '../../tests/kernels/check.ts';
import type { ValuesReport } from './reports.ts';
import { driverCases, hardwareTunings } from './shaders.ts';
import { provideSoftwareWebGpu } from './softwareWebGpu.ts';

/** Milliseconds of the self-test: a busy machine is not a GPU that hangs. */
const patience = 1_500_000;
const { name } = await provideSoftwareWebGpu();
const [tuning] = hardwareTunings;
const gpu = await openWebGpu(await requestAdapter(), { tuning });
const processor = await openNodeDevice();
const compare = { kernels: compareKernels, run: compareRun }[process.argv[2] as 'kernels' | 'run'];
console.log(JSON.stringify({ name, ...(await compare()) } satisfies ValuesReport));
process.exit(0);

async function compareKernels(): Promise<Omit<ValuesReport, 'name'>> {
	// Lavapipe takes minutes to compile attention of long heads.
	const all = driverCases().filter(({ slowToCompile }) => !slowToCompile);
	const failed: string[] = [];
	let count = 0;
	for (const [i, each] of all.entries()) {
		if (i % 50 === 0) console.error(`kernel suite: ${i} of ${all.length} cases`);
		// Neighbours are cases of one kernel, so each kernel meets all tiles and layouts of rows.
		const { name: tuning, ...chosen } = hardwareTunings[i % hardwareTunings.length];
		const dispatches: Kernel['dispatches'] = (operands, attributes) =>
			each.kernel.dispatches(operands, attributes, chosen);
		const kernel = { ...each.kernel, dispatches };
		count++;
		const wrong = await mismatches(gpu, each, { kernel }).catch((error) => [toMessage(error)]);
		const where = `${kernel.name}, ${each.name}, ${tuning}`;
		failed.push(...wrong.map((what) => `${where}: ${what}`));
	}
	console.error('self-test');
	const { outcome, samples, faults } = await selfTest(gpu, processor, { limit: patience });
	if (outcome !== 'passed') failed.push(`self-test: ${JSON.stringify(faults)}`);
	return { facts: `${count} cases, ${samples} samples of the self-test`, failed };
}

async function compareRun(): Promise<Omit<ValuesReport, 'name'>> {
	const [there, here] = [await trainDefault(processor), await trainDefault(gpu)];
	const losses = here.skills.map(({ loss }, i) => {
		const difference = Math.abs(loss / there.skills[i].loss - 1);
		return `${loss.toFixed(4)} (${(100 * difference).toFixed(2)} %)`;
	});
	const facts = `${here.steps} steps; final losses, difference: ${losses.join(', ')}`;
	try {
		expectSameDefault({ engine: 'the processor', outcome: there }, here);
		return { facts, failed: [] };
	} catch (error) {
		return { facts, failed: [toMessage(error)] };
	}
}

async function trainDefault(device: ComputeDevice): Promise<Outcome> {
	const experiment = defaultExperiment(builtinInfos(), shippedModels()[0]);
	const lab = await openNodeLab({ device });
	const { backend, name } = lab.info.device;
	const events = await lab.run(experiment, (report) => {
		const step = report.events.findLast(({ type }) => type === 'step')?.step ?? 1;
		if (step % 50 === 0) console.error(`${name}: step ${step}`);
	});
	const last = events.findLast((event) => event.type === 'evaluation')!;
	return {
		steps: experiment.steps,
		bits: curveBits(events),
		skills: last.skills.map(({ loss, exact }) => ({ loss, exact })),
		backend,
		device: name,
	};
}
