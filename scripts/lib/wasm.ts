/**
 * Compiles the wasm kernels into four builds by AssemblyScript: the functions that threads.ts and
 * the files of kernels/ export.
 */
import { spawn } from 'node:child_process';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const sources = new URL('../../src/engine/gpu/wasm/assembly/', import.meta.url);
const builds = new URL('../../src/engine/gpu/wasm/build/', import.meta.url);

const options = [
	'--runtime stub --importMemory --zeroFilledMemory --noExportMemory --maximumMemory 65536',
	'-O3 --noAssert --converge --enable simd',
].flatMap((line) => line.split(' '));
const relaxed = ['--enable', 'relaxed-simd'];
const threads = ['--enable', 'threads', '--sharedMemory'];
const variants = {
	kernels: [],
	'kernels-relaxed': relaxed,
	'kernels-threads': threads,
	'kernels-relaxed-threads': [...relaxed, ...threads],
};

/** Compiles all builds if one is missing or old. Throws an Error with the compiler's message. */
export async function buildWasmIfStale(): Promise<void> {
	// The list has the folder kernels/ too, whose date changes when a file is deleted.
	const names = await readdir(sources, { recursive: true });
	const entries = names.filter((name) => /^(threads|kernels\W\w+)\.ts$/.test(name)).sort();
	const changed = Math.max(
		...(await Promise.all([
			...names.map((name) => changedAt(new URL(name, sources))),
			changedAt(new URL(import.meta.url)),
		])),
	);
	const built = await Promise.all(
		Object.keys(variants).map((name) => changedAt(new URL(`${name}.wasm`, builds))),
	);
	if (Math.min(...built) > changed) return;
	await mkdir(builds, { recursive: true });
	// Write to a temporary name and rename: another process can read or build at the same time.
	const made = (name: string) => new URL(`${name}.${process.pid}.wasm`, builds);
	const files = entries.map((name) => fileURLToPath(new URL(name, sources)));
	const commands = Object.entries(variants).map(([name, flags]) => [
		...[...files, '--outFile', fileURLToPath(made(name))],
		...options,
		...flags,
	]);
	await compile(JSON.stringify(commands));
	for (const name of Object.keys(variants))
		await rename(made(name), new URL(`${name}.wasm`, builds));
}

async function compile(commands: string): Promise<void> {
	const program = fileURLToPath(new URL('compileWasm.ts', import.meta.url));
	const child = spawn(process.execPath, ['--import', 'tsx', program, commands], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const [messages, code] = await Promise.all([
		text(child.stderr),
		new Promise((resolve, reject) => child.on('exit', resolve).on('error', reject)),
	]);
	if (code !== 0) throw new Error(`The wasm kernels did not compile.\n${messages}`);
}

const changedAt = (file: URL): Promise<number> =>
	stat(file).then(
		({ mtimeMs }) => mtimeMs,
		() => 0,
	);
