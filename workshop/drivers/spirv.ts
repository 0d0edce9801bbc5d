/**
 * Compiles shaders as Chrome does (Tint in Dawn), and keeps their SPIR-V. Mesa's drivers write each
 * module that they get to MESA_SPIRV_DUMP_PATH. Arguments: shaders.json and the folder to fill.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { toMessage } from '../../src/engine/core/errors.ts';
import { Pipelines } from '../../src/engine/gpu/webgpu/Pipelines.ts';
import { requestAdapter, requestDevice } from '../../src/engine/gpu/webgpu/adapter.ts';
import type { CompilerReport, Rejected } from './reports.ts';
import type { Shader } from './shaders.ts';
import { provideSoftwareWebGpu } from './softwareWebGpu.ts';

const [file, folder] = process.argv.slice(2);
const dumped = process.env['MESA_SPIRV_DUMP_PATH']!;
mkdirSync(folder, { recursive: true });
const { name } = await provideSoftwareWebGpu();
const { device } = await requestDevice(await requestAdapter());
const pipelines = new Pipelines(device);
const written = () => readdirSync(dumped);
for (const each of written()) renameSync(path.join(dumped, each), path.join(folder, 'driver.spv'));
const shaders = JSON.parse(readFileSync(file, 'utf8')) as Shader[];
const failed: Rejected[] = [];
for (const shader of shaders)
	try {
		await pipelines.get(shader);
		for (const each of written())
			renameSync(path.join(dumped, each), path.join(folder, `${shader.key}.spv`));
	} catch (error) {
		failed.push({ key: shader.key, error: toMessage(error) });
	}
console.log(JSON.stringify({ name, checked: shaders.length, failed } satisfies CompilerReport));
process.exit(0);
