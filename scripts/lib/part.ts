/**
 * Builds a part of src/ as a package that is usable without the rest: one JavaScript file and one
 * file of types for each source that its entry reaches, in the same folders as in src/.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { writeJson } from './output.ts';
import { buildWasmIfStale } from './wasm.ts';
import { writeBeside } from './writeBeside.ts';

export const partNames = ['engine', 'mixing'] as const;
export type PartName = (typeof partNames)[number];

interface Manifest {
	readonly version: string;
	readonly license: string;
	readonly engines: { readonly node: string };
	readonly dependencies: { readonly [name: string]: string };
	readonly devDependencies: { readonly [name: string]: string };
}

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(root, 'src');
/** The files that others import, by the name after the package's. */
const entries: { readonly [Name in PartName]: { readonly [subpath: string]: string } } = {
	engine: { '.': 'index' },
	mixing: { '.': 'index' },
};
/** What the package contains beside the code: the example that its README names. */
const extras = { engine: ['LICENSE', 'examples/train.ts'], mixing: ['LICENSE'] };
const entryFiles = (name: PartName): string[] =>
	Object.values(entries[name]).map((entry) => path.join(source, name, `${entry}.ts`));
const wasmBuilds = 'engine/gpu/wasm/build';
const purposes: { readonly [Name in PartName]: string } = {
	engine: 'Trains a decoder-only language model on rows, on WebGPU or WebAssembly.',
	mixing: 'Policies that choose the mix of training data.',
};

/** The folder of the built package. Throws an Error with the compiler's messages. */
export async function buildPart(name: PartName): Promise<string> {
	const target = path.join(root, '.cache/parts', name);
	rmSync(target, { recursive: true, force: true });
	const { files, packages } = reach(entryFiles(name));
	for (const [file, text] of files) {
		const output = path.join(target, `${path.relative(source, file).replace(/\.ts$/, '')}.js`);
		writeBeside(output, text);
	}
	writeTypes(name, target);
	writeMessageTypes(files, target);
	if (
		[...files.keys()].some((file) => file.startsWith(path.join(source, path.dirname(wasmBuilds))))
	) {
		await buildWasmIfStale();
		cpSync(path.join(source, wasmBuilds), path.join(target, wasmBuilds), { recursive: true });
	}
	for (const file of extras[name]) cpSync(path.join(root, file), path.join(target, file));
	const readme = readFileSync(path.join(source, name, 'README.md'), 'utf8');
	// Files of the repository are not in the package: the words of such links stay.
	writeBeside(path.join(target, 'README.md'), readme.replace(/\[([^\]]+)\]\(\.\.\/[^)]+\)/g, '$1'));
	writeManifest(name, packages, target);
	return target;
}

/** The package's files by their sources, which the entries import directly or through others. */
function reach(entryPaths: readonly string[]): {
	readonly files: ReadonlyMap<string, string>;
	readonly packages: readonly string[];
} {
	const files = new Map<string, string>();
	const packages = new Set<string>();
	const waiting = [...entryPaths];
	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		if (files.has(file)) continue;
		const text = readFileSync(file, 'utf8');
		if (file.endsWith('.json')) {
			// Node 20 warns about each import of JSON, so the package has a module instead.
			files.set(file, `export default ${text}`);
			continue;
		}
		const inSource = path.relative(source, file).split(path.sep).join('/');
		const javaScript = toJavaScript(file, text);
		files.set(file, inPackage(javaScript));
		// Without the imports of types alone.
		const { files: imported } = importsOf(inSource, javaScript);
		waiting.push(...imported.map((name) => path.join(source, name.replace(/\.js$/, '.ts'))));
		waiting.push(...addressedFiles(text).map((name) => path.resolve(path.dirname(file), name)));
		// The packages of the types too.
		importsOf(inSource, text).packages.forEach((name) => packages.add(name));
	}
	return { files, packages: [...packages].sort() };
}

/** The files of src/ that a source imports, relative to src/, and its packages. */
function importsOf(file: string, text: string): { files: string[]; packages: string[] } {
	const [files, packages]: [string[], string[]] = [[], []];
	for (const { fileName } of ts.preProcessFile(text).importedFiles)
		if (fileName.startsWith('#')) files.push(fileName.slice(1));
		else if (fileName.startsWith('.'))
			files.push(path.posix.join(path.posix.dirname(file), fileName));
		else packages.push(packageName(fileName));
	return { files, packages };
}

/** `@noble/hashes/sha2.js` is of the package `@noble/hashes`. */
const packageName = (specifier: string): string =>
	specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');

const address = /new URL\('([^']+)\.ts', import\.meta\.url\)/g;

/** Sources that start as workers. */
const addressedFiles = (text: string): string[] =>
	[...text.matchAll(address)].map(([, file]) => `${file}.ts`);

const toJavaScript = (file: string, text: string): string =>
	ts.transpileModule(text, {
		fileName: file,
		compilerOptions: {
			target: ts.ScriptTarget.ESNext,
			module: ts.ModuleKind.ESNext,
			verbatimModuleSyntax: true,
			// The imports map of the package finds imports by alias.
			rewriteRelativeImportExtensions: true,
		},
	}).outputText;

const jsonImport = /from '([^']+)\.json' with \{ type: 'json' \}/g;

/** JavaScript with the names that its files have in the package. */
const inPackage = (javaScript: string): string =>
	javaScript
		.replace(address, "new URL('$1.js', import.meta.url)")
		.replace(jsonImport, "from '$1.json.js'");

function writeTypes(name: PartName, target: string): void {
	const config = path.join(target, 'tsconfig.json');
	writeBeside(
		config,
		JSON.stringify({
			extends: path.join(root, 'tsconfig.engine.json'),
			compilerOptions: {
				noEmit: false,
				declaration: true,
				emitDeclarationOnly: true,
				rootDir: source,
				outDir: target,
				typeRoots: [path.join(root, 'node_modules/@types')],
				types: ['webgpu', 'client'].map((types) =>
					path.join(root, 'node_modules', types === 'webgpu' ? '@webgpu/types' : 'vite/client'),
				),
			},
			include: [],
			files: entryFiles(name),
		}),
	);
	const compiler = path.join(root, 'node_modules/@typescript/native/bin/tsc');
	const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', config], {
		cwd: root,
		encoding: 'utf8',
	});
	rmSync(config);
	if (status !== 0) throw new Error(`The types of ${name} did not build.\n${stdout}`);
}

/** The types of the texts that the package has, in place of imports of JSON files. */
function writeMessageTypes(files: ReadonlyMap<string, string>, target: string): void {
	const types = path.join(target, 'languages/messages.d.ts');
	const written = readFileSync(types, 'utf8').replace(
		/typeof import\('(.+)'\)/g,
		(_, name: string) => {
			const file = path.join(source, 'languages', name);
			return files.has(file) ? readFileSync(file, 'utf8').trim() : '{}';
		},
	);
	writeBeside(types, written);
}

function writeManifest(name: PartName, packages: readonly string[], target: string): void {
	const project = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
	const { version, license, engines } = project;
	const known = { ...project.devDependencies, ...project.dependencies };
	const map = (part: PartName | 'languages') =>
		[`#${part}/*.ts`, { types: `./${part}/*.d.ts`, default: `./${part}/*.js` }] as const;
	const manifest = {
		name: `skillet-${name}`,
		version,
		description: purposes[name],
		license,
		type: 'module',
		engines,
		exports: Object.fromEntries(
			Object.entries(entries[name]).map(([subpath, entry]) => [
				subpath,
				{ types: `./${name}/${entry}.d.ts`, default: `./${name}/${entry}.js` },
			]),
		),
		imports: {
			...Object.fromEntries([...partNames, 'languages' as const].map(map)),
			'#languages/*.json.js': './languages/*.json.js',
		},
		dependencies: Object.fromEntries(packages.map((used) => [used, known[used]])),
	};
	writeJson(path.join(target, 'package.json'), manifest);
}
