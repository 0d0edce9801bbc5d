/** Runs each entrant in its own Node process. WebGPU is Dawn (npm package `webgpu`). */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Request, Response } from '../entrants/protocol.ts';
import type { Opened } from '../entrants/session.ts';
import type { NodeReport } from '../entrants/nodeWebGpu.ts';
import { makeTask } from '../entrants/task.ts';
import { hasGpu } from '../../scripts/lib/browser.ts';
import { buildWasmIfStale } from '../../scripts/lib/wasm.ts';
import { sessionOver, type Host } from './host.ts';

/** Folder with Chromium's SwiftShader and Vulkan loader, for machines without a GPU. */
const chromiumFolder = '/usr/lib/chromium';

/** VK_ICD_FILENAMES names the driver and wins if it is set. */
function environment(): NodeJS.ProcessEnv {
	const driver = path.join(chromiumFolder, 'vk_swiftshader_icd.json');
	if (hasGpu() || process.env['VK_ICD_FILENAMES'] || !existsSync(driver)) return process.env;
	const libraries = [process.env['LD_LIBRARY_PATH'], chromiumFolder].filter(Boolean).join(':');
	return { ...process.env, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: libraries };
}

/** Starts a process. Its first message describes the device. */
async function start(): Promise<{ child: ChildProcess; report: NodeReport }> {
	const child = fork(path.resolve('workshop/entrants/node.ts'), {
		// jax-js uses iterator helpers; Node 20 needs a flag for them.
		execArgv: ['--harmony-iterator-helpers', '--import', 'tsx'],
		serialization: 'advanced',
		env: environment(),
	});
	return { child, report: (await receive(child)) as NodeReport };
}

export async function openNodeHost(): Promise<Host> {
	await buildWasmIfStale();
	const { child: probe, report } = await start();
	probe.disconnect();
	return {
		about: { ...report },
		async open(workload, { name }) {
			const { child } = await start();
			const opened = await call(child, { type: 'open', entrant: name, task: makeTask(workload) });
			return sessionOver(opened as Opened, async (command) => {
				const answer = await call(child, command);
				if (command.type === 'close') child.disconnect();
				return answer;
			});
		},
		close: async () => {},
	};
}

function call(child: ChildProcess, request: Request): Promise<unknown> {
	const answer = receive(child);
	child.send(request);
	return answer;
}

function receive(child: ChildProcess): Promise<unknown> {
	return new Promise((resolve, reject) => {
		const dead = (code: number | null) =>
			reject(new Error(`The entrant's process ended (${code}). Its message is above.`));
		child.once('exit', dead);
		child.once('message', (response: Response) => {
			child.off('exit', dead);
			if (response.ok) resolve(response.value);
			else reject(new Error(response.error));
		});
	});
}
