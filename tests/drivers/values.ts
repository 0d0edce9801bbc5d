/**
 * Compares what a Vulkan driver computes through Dawn with the processor: the kernel suite with the
 * tiles of hardware, the self-test and the default run. Prints JSON.
 */
import '#lab/texts.ts';
import { builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { toMessage } from '#engine/core/errors.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { Kernel } from '#engine/gpu/kernel.ts';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { openWebGpu } from '#engine/gpu/webgpu/openWebGpu.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { curveBits, type Outcome } from '#lab/run/outcome.ts';
import { selfTest } from '#lab/run/selfTest.ts';
import { deviceWords } from '#lab/run/trainingDevice.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { provideWebGpu } from '../bench/nodeWebGpu.ts';
import { expectSameDefault } from '../engines/journeys.ts';
import { kernelCases } from '../kernels/cases.ts';
import { mismatches } from '../kernels/check.ts';
import { changesInHalf, halved, type KernelCase } from '../kernels/kernelCase.ts';
import type { ValuesReport } from './reports.ts';
import { builtinInfos, hardwareTunings } from './shaders.ts';

const { name } = await provideWebGpu();
const seconds = () => Math.round(performance.now() / 1000);
const [first] = hardwareTunings;
const gpu = await openWebGpu(await requestAdapter(), { tuning: first });
const processor = await openNodeDevice();
const failed: string[] = [];

const all = [...kernelCases({ seed: 1, count: 1 }).values()].flat();
let cases = 0;
for (const [i, each] of all.entries())
	for (const half of changesInHalf(each) ? [false, true] : [false])
		for (const [tuning, kernel] of variants(each, half, i)) {
			cases++;
			const wrong = await mismatches(gpu, each, { half, kernel }).catch((error) => [
				toMessage(error),
			]);
			const precision = half ? 'half precision' : 'full precision';
			const where = `${each.kernel.name}, ${each.name}, ${precision}, ${tuning}`;
			failed.push(...wrong.map((what) => `${where}: ${what}`));
		}
console.error(`${cases} cases after ${seconds()} s`);

const tested = await selfTest(gpu, processor, { limit: Infinity });
if (tested.outcome !== 'passed') failed.push(`self-test: ${JSON.stringify(tested.faults)}`);

console.error(`self-test after ${seconds()} s`);

const [there, here] = [await trainDefault(processor), await trainDefault(gpu)];
try {
	expectSameDefault({ engine: 'the processor', outcome: there }, here);
} catch (error) {
	failed.push(`default run: ${toMessage(error)}`);
}
const report: ValuesReport = {
	name,
	cases,
	selfTestSamples: tested.samples,
	losses: there.skills.map(({ loss }, i) => [loss, here.skills[i].loss]),
	failed,
};
console.log(JSON.stringify(report));
process.exit(0);

/**
 * The kernel under a third of the tunings, which differs from case to case: lavapipe takes a second
 * to compile a barrier. Tunings that give it the same shaders count once.
 */
function variants(
	{ kernel, inputs, attributes }: KernelCase,
	half: boolean,
	index: number,
): [string, Kernel][] {
	const change = half ? halved : <T>(operand: T): T => operand;
	const read = inputs.map(change);
	const operands = { inputs: read, outputs: kernel.outputs(read, attributes).map(change) };
	const distinct = new Map<string, [string, Kernel]>();
	for (const tuning of hardwareTunings.filter((_, i) => (i + index) % 3 === 0)) {
		const dispatches: Kernel['dispatches'] = (given, settings) =>
			kernel.dispatches(given, settings, tuning);
		const texts = kernel.dispatches(operands, attributes, tuning).map(({ wgsl }) => wgsl);
		const key = texts.join();
		if (!distinct.has(key)) distinct.set(key, [tuning.name, { ...kernel, dispatches }]);
	}
	return [...distinct.values()];
}

async function trainDefault(device: ComputeDevice): Promise<Outcome> {
	const model = readModelOnDisk('models/skillet-base');
	const settings = defaultExperiment(builtinInfos, { id: '', sha256: '' });
	const skills = await Promise.all(
		settings.skills.map(({ id, use }) =>
			encodeSkill(builtinSource(id), use, model.tokenizer, settings.batching.context),
		),
	);
	const trainer = await createTrainer({ device, model, skills, settings });
	const events: RunEvent[] = [...(await trainer.start())];
	while (trainer.step < settings.steps) events.push(...(await trainer.next()));
	trainer.dispose();
	const last = events.findLast((event) => event.type === 'evaluation')!;
	return {
		steps: settings.steps,
		bits: curveBits(events),
		skills: last.skills.map(({ loss, exact }) => ({ loss, exact })),
		backend: device.report.backend,
		device: deviceWords(device.report),
	};
}
