/**
 * The engine's surface: what the package exports as `skillet/engine`. Everything here is also at
 * its own file, from which the lab imports it, so that a bundle takes only what it uses
 * (README.md).
 *
 * Every function throws a LabError with an instruction: InputError for wrong files and settings,
 * OutOfMemoryError where the device has too little memory, DeviceLostError, NonFiniteError.
 */
/// <reference types="@webgpu/types" preserve="true" />
import './texts.ts';

// Devices.
export { openDevice, type DeviceOptions } from './gpu/device.ts';
export type { ComputeDevice, Vector } from './gpu/computeDevice.ts';
export { reportLines, type DeviceReport } from './gpu/report.ts';
export { startBrowserThreads, wasmFiles } from './gpu/wasmFiles.ts';

// Models: a folder in Hugging Face layout.
export { readModelFolder } from './model/readFolder.ts';
export { openModelFolder } from './model/openFolder.ts';
export { writeModelFolder, type LoadedModel } from './model/folder.ts';
export { architectures } from './model/architectures.ts';
export type { AdapterSettings } from './model/adapterSettings.ts';

// Rows.
export { promptAnswer, rawText, type Example, type Message } from './data/example.ts';
export { encodeExamples } from './data/encode.ts';
export type { EncodedExamples } from './data/encoded.ts';
export type { ExampleAddress } from './data/batch.ts';

// Training.
export { openTraining, type LearningSettings, type Training } from './training/openTraining.ts';
export type { StepResult } from './training/Learner.ts';
export type { HostState, StepScalars } from './training/optimizer.ts';
export { learningRateAt } from './training/RunEnd.ts';
export { measure, type Measurement } from './training/measure.ts';
export type { Answer, AnswerOptions } from './training/samples.ts';
export { defaultOptimizer, type Batching, type Optimizer } from './training/settings.ts';

// Errors, and streams of random numbers that follow from a seed.
export {
	DeviceLostError,
	InputError,
	LabError,
	NonFiniteError,
	OutOfMemoryError,
} from './core/errors.ts';
export { randomStream } from './core/random.ts';
