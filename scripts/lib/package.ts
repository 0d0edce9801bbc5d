/**
 * The package `skillet`: `skillet.js`, which is the page's file, its worker and its helper thread;
 * the types; the engine and the policies as modules; the built page and the commands.
 */
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build, minify, type Plugin, type Rolldown } from 'vite';
import { buildIfStale } from './build.ts';
import { writeModules, writeTypes } from './modules.ts';
import { writeJson } from './output.ts';
import { withoutUnusedTfjs } from './tfjsParts.ts';
import { wasmKernels } from './wasmKernels.ts';
import { writeBeside } from './writeBeside.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Parts that are late in the lab and not in the package: tfjs's own backends (400 kB), and RE2
 * (200 kB), which makes expressions of strangers harmless.
 */
const late: { readonly [file: string]: string } = {
	'./reference/openReference.ts': 'The reference engine is not in this package.',
	'./patternReader.ts': 'The measure “pattern” is not in this package.',
};
const lateImport = /await import\('([^']+)'\)/g;
/** Texts of the page, and data of the lab's own skills, which the package never asks for. */
const empty: readonly (readonly [file: RegExp, code: string])[] = [
	[/\/languages\/en\/(mixing|run|lab)\.json$/, '{}'],
	[/\/data\/builtinSkills\.ts$/, 'export const builtinSkill = () => undefined;'],
];
const withoutParts: Plugin = {
	name: 'without-parts',
	enforce: 'pre',
	load: (id) => empty.find(([file]) => file.test(id))?.[1],
	transform: (code, id) =>
		id.startsWith(path.join(root, 'src')) && id.endsWith('.ts')
			? code.replace(lateImport, (all, file: string) =>
					file in late ? `await Promise.reject(new Error(${JSON.stringify(late[file])}))` : all,
				)
			: null,
};

/** The code of `skillet.js`. */
export async function bundleFinetune(): Promise<string> {
	const built = await build({
		root,
		configFile: false,
		logLevel: 'warn',
		plugins: [withoutParts, withoutUnusedTfjs(), wasmKernels()],
		build: {
			target: 'esnext',
			write: false,
			chunkSizeWarningLimit: 2000,
			lib: { entry: path.join(root, 'src/package/index.ts'), formats: ['es'] },
			rolldownOptions: { checks: { pluginTimings: false }, output: { codeSplitting: false } },
		},
	});
	const [{ output }] = built as Rolldown.RolldownOutput[];
	const chunks = output.filter((part) => part.type === 'chunk');
	if (chunks.length !== 1) throw new Error(`${chunks.length} files instead of one`);
	const { code } = await minify('skillet.js', chunks[0].code);
	return code.replaceAll('SKILLET_FILE', "new URL('./skillet.js', import.meta.url)");
}

/** The commands as one file for Node. */
async function bundleCommands(): Promise<string> {
	const built = await build({
		root,
		configFile: false,
		logLevel: 'warn',
		ssr: { noExternal: true },
		build: {
			ssr: path.join(root, 'scripts/skillet.ts'),
			target: 'node20',
			write: false,
			rolldownOptions: { checks: { pluginTimings: false }, output: { codeSplitting: false } },
		},
	});
	const { output } = built as Rolldown.RolldownOutput;
	return output[0].code;
}

interface Manifest {
	readonly version: string;
	readonly license: string;
	readonly engines: { readonly node: string };
	readonly dependencies: { readonly [name: string]: string };
	readonly devDependencies: { readonly [name: string]: string };
}

const modules = ['engine/index.ts', 'mixing/index.ts'];
const entry = (file: string, code = `./${file}.js`) => ({ types: `./${file}.d.ts`, default: code });

/** Writes the package into `target`. `hasSite`: with the page that `npx skillet` serves. */
export async function buildPackage(target: string, { hasSite = true } = {}): Promise<void> {
	rmSync(target, { recursive: true, force: true });
	const packages = await writeModules(modules, target);
	writeTypes(['package/index.ts', ...modules], target);
	writeBeside(path.join(target, 'skillet.js'), await bundleFinetune());
	const command = path.join(target, 'bin/skillet.js');
	writeBeside(command, `#!/usr/bin/env node\n${await bundleCommands()}`);
	chmodSync(command, 0o755);
	if (hasSite) {
		await buildIfStale(console.log);
		cpSync(path.join(root, 'dist'), path.join(target, 'site'), { recursive: true });
	}
	for (const file of ['LICENSE', 'CITATION.cff', 'CHANGELOG.md', 'SECURITY.md'])
		cpSync(path.join(root, file), path.join(target, file));
	cpSync(path.join(root, 'src/package/README.md'), path.join(target, 'README.md'));
	const project = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
	const { version, license, engines } = project;
	const known = { ...project.devDependencies, ...project.dependencies };
	const imported: [string, object][] = ['engine', 'mixing', 'languages', 'lab', 'package'].map(
		(folder) => [`#${folder}/*.ts`, { types: `./${folder}/*.d.ts`, default: `./${folder}/*.js` }],
	);
	writeJson(path.join(target, 'package.json'), {
		name: 'skillet',
		version,
		description: 'Fine-tunes language models in the browser and in Node, on WebGPU or WebAssembly.',
		keywords: ['fine-tuning', 'lora', 'webgpu', 'webassembly', 'llm', 'gguf', 'browser', 'peft'],
		license,
		type: 'module',
		engines,
		sideEffects: ['./skillet.js', './*/texts.js'],
		bin: { skillet: './bin/skillet.js' },
		exports: {
			'.': entry('package/index', './skillet.js'),
			'./engine': entry('engine/index'),
			'./mixing': entry('mixing/index'),
			'./package.json': './package.json',
		},
		imports: { ...Object.fromEntries(imported), '#languages/*.json.js': './languages/*.json.js' },
		dependencies: Object.fromEntries(packages.map((used) => [used, known[used]])),
	});
}
