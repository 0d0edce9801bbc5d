/**
 * Mesa's newest Vulkan driver for Debian 12, and a Python package, in a folder of their own. The
 * system stays as it is: its own Mesa is too old for Dawn.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { toMessage } from '../../src/engine/core/errors.ts';
import { SetupError } from '../../scripts/lib/faults.ts';

export interface DriverPackages {
	/** Environment of a process that uses lavapipe, Mesa's driver on the processor. */
	readonly environment: NodeJS.ProcessEnv;
	/** A Python with the package wgpu (Naga). */
	readonly python: string;
}

const pythonPackages = ['wgpu==0.32.0'];
const aptPackages = ['mesa-vulkan-drivers', 'libvulkan1'];

const run = promisify(execFile);

/** Throws SetupError with the reason if the packages cannot be had here. */
export async function fetchDrivers(
	folder: string,
	log: (line: string) => void,
): Promise<DriverPackages> {
	const system = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
	if (process.arch !== 'x64' || !system.includes('VERSION_CODENAME=bookworm'))
		throw new SetupError('the packages of the drivers are for Debian 12 on x64');
	const mesa = path.join(folder, 'mesa');
	const python = path.join(folder, 'python');
	await once(mesa, () => fetchMesa(mesa), log);
	await once(python, () => fetchPython(python), log);
	const library = path.join(mesa, 'usr', 'lib', 'x86_64-linux-gnu');
	return {
		environment: {
			...process.env,
			LD_LIBRARY_PATH: library,
			VK_ICD_FILENAMES: path.join(mesa, 'usr', 'share', 'vulkan', 'icd.d', 'lvp_icd.json'),
			MESA_SHADER_CACHE_DISABLE: 'true',
		},
		python: path.join(python, 'bin', 'python'),
	};
}

/** Fills a folder unless an earlier call did. */
async function once(folder: string, fill: () => Promise<void>, log: (line: string) => void) {
	const mark = path.join(folder, 'complete');
	if (existsSync(mark)) return;
	log(`Fetching ${path.basename(folder)} …`);
	mkdirSync(folder, { recursive: true });
	try {
		await fill();
	} catch (error) {
		const { stderr = '' } = error as { stderr?: string };
		const [reason] = stderr.split('\n').filter((line) => /^(?:E:|ERROR|Error)/.test(line));
		throw new SetupError(`${path.basename(folder)}: ${reason ?? toMessage(error).split('\n')[0]}`);
	}
	writeFileSync(mark, '');
}

/** apt with a list of sources, an index and a cache of its own. Needs no rights. */
async function fetchMesa(folder: string): Promise<void> {
	const [sources, lists, cache] = ['debian.sources', 'lists', 'cache'].map((name) =>
		path.join(folder, name),
	);
	for (const each of [lists, cache]) mkdirSync(path.join(each, 'partial'), { recursive: true });
	const source = [
		'Types: deb',
		'URIs: http://deb.debian.org/debian',
		'Suites: bookworm bookworm-backports',
		'Components: main',
		'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
	];
	writeFileSync(sources, `${source.join('\n')}\n`);
	const options = [
		`Dir::Etc::sourcelist=${sources}`,
		'Dir::Etc::sourceparts=-',
		`Dir::State::Lists=${lists}`,
		`Dir::Cache=${cache}`,
		'Debug::NoLocking=1',
		'APT::Sandbox::User=root',
		'APT::Default-Release=bookworm-backports',
	].flatMap((option) => ['-o', option]);
	await run('apt-get', [...options, 'update', '-qq']);
	const install = ['install', '--yes', '--download-only', '--reinstall', '--no-install-recommends'];
	await run('apt-get', [...options, ...install, ...aptPackages]);
	const archives = path.join(cache, 'archives');
	for (const name of readdirSync(archives).filter((each) => each.endsWith('.deb')))
		await run('dpkg', ['-x', path.join(archives, name), folder]);
}

async function fetchPython(folder: string): Promise<void> {
	await run('python3', ['-m', 'venv', folder]).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') throw error;
		throw new Error('python3 is not installed. Fix: sudo apt-get install python3-venv');
	});
	await run(path.join(folder, 'bin', 'pip'), ['install', '--quiet', ...pythonPackages]);
}
