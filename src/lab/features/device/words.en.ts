/** English words of the dialog about the device. */
import { inLanguage } from '#engine/core/language.ts';

export const deviceEnglish = {
	title: 'Device',
	about:
		'The self-test compares every operation of the engine with its definition, and ten training ' +
		'steps with the processor. A graphics processor that fails is not used.',
	failed: 'The graphics processor failed its self-test, so the processor trains instead.',
	failedMend: 'Send us the report, so that we can mend it: it names no file and no data of yours.',
	openReport: 'Report',
	test: 'Test the GPU',
	measure: 'Measure this device',
	measureHint:
		'Self-test, speed of matrix products, and time per training step of the shipped models on ' +
		'the graphics processor and on the processor. Takes about a minute.',
	measuring: 'Measuring',
	cannot: 'Cannot measure this device:',
	steps: 'Time per training step',
	tiles: 'Speed of matrix products by tile',
	copy: 'Copy the text',
	copied: 'Copied',
	save: 'Save as JSON',
	issue:
		'Nothing is sent from here. To report it, open an issue “Device report” in the project’s ' +
		'repository, paste the text, and attach the JSON file.',
	reload: 'If the result changed, reload the page to use it.',
	columns: {
		model: 'Model',
		parameters: 'Parameters',
		webgpu: 'WebGPU, ms',
		wasm: 'Processor, ms',
		product: 'Product',
		outputs: 'Outputs',
		tile: 'Tile',
		gflops: 'GFLOPS',
	},
};

export const deviceWords = inLanguage('device', deviceEnglish);
