/** “Measure this device”, on the built page in a headless browser or in Node. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { toMessage } from '../../src/engine/core/errors.ts';
import { statementText } from '../../src/engine/core/message.ts';
import type {} from '../../src/lab/features/device/calls/deviceCalls.ts';
import { measure, oneOfEachSize } from '../../src/lab/features/device/model/measure.ts';
import type { Measurement } from '../../src/lab/features/device/model/measurement.ts';
import { provideWebGpu } from '../entrants/nodeWebGpu.ts';
import { tuningsInMemory } from '../../scripts/lib/tuningsInMemory.ts';
import { withLab } from '../../scripts/lib/bench/site.ts';
import { shippedModels } from '../../scripts/lib/bench/study.ts';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { openNodeGpu } from '../lib/nodeGpu.ts';

/** `log` receives what is being measured. */
type Log = (line: string) => void;

export function measureOnPage(log: Log): Promise<Measurement> {
	const say = changes(log);
	return withLab(
		({ page }) =>
			page.evaluate(() => window.skillet!.client['device.measure']({ onlyTest: false })),
		{ log, listen: ({ progress }) => say(progress?.label) },
	);
}

/** For servers that have a GPU and no browser. */
export async function measureInNode(log: Log): Promise<Measurement> {
	// The measurement names the browser.
	await provideWebGpu();
	const processor = await openNodeDevice(availableParallelism());
	const gpu = await openNodeGpu().catch(toMessage);
	const shipped = shippedModels().map(({ id }) => {
		const model = readModelOnDisk(path.join('models', id));
		return { name: id, model, parameters: model.weights.length };
	});
	const say = changes(log);
	return measure({
		processor,
		gpu,
		models: oneOfEachSize(shipped).map(({ name, model }) => ({ name, open: async () => model })),
		tunings: tuningsInMemory(),
		onlyTest: false,
		report: (label) => say(statementText(label)),
	});
}

function changes(log: Log): (line: string | undefined) => void {
	let last = '';
	return (line) => {
		if (line && line !== last) log((last = line));
	};
}
