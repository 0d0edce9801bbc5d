/**
 * Parts of src/ as modules of the package: one JavaScript file and one file of types for each
 * source that an entry reaches, in the same folders as in src/. Bundlers take what they need.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { buildWasmIfStale } from './wasm.ts';
import { writeBeside } from './writeBeside.ts';

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(root, 'src');
const wasmBuilds = 'engine/gpu/wasm/build';
const toPath = (file: string) => path.join(source, file);

/** Writes the modules of `entries`, such as `engine/index.ts`. Returns the packages they import. */
export async function writeModules(
	entries: readonly string[],
	target: string,
): Promise<readonly string[]> {
	const { files, packages } = reach(entries.map(toPath));
	for (const [file, text] of files) {
		const output = path.join(target, `${path.relative(source, file).replace(/\.ts$/, '')}.js`);
		writeBeside(output, text);
	}
	await buildWasmIfStale();
	cpSync(path.join(source, wasmBuilds), path.join(target, wasmBuilds), { recursive: true });
	return packages;
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
	const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text);
	packages.push(...typeReferenceDirectives.map(({ fileName }) => fileName));
	for (const { fileName } of importedFiles)
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

/** Writes the types of `entries` and of what they import. Throws an Error with the compiler's. */
export function writeTypes(entries: readonly string[], target: string): void {
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
			files: entries.map(toPath),
		}),
	);
	const compiler = path.join(root, 'node_modules/@typescript/native/bin/tsc');
	const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', config], {
		cwd: root,
		encoding: 'utf8',
	});
	rmSync(config);
	if (status !== 0) throw new Error(`The types did not build.\n${stdout}`);
	writeMessageTypes(target);
}

/** The texts of the page are not in the package: its messages have the types of the engine's. */
function writeMessageTypes(target: string): void {
	const types = path.join(target, 'languages/messages.d.ts');
	const written = readFileSync(types, 'utf8').replace(
		/typeof import\('(.+)'\)/g,
		(_, name: string) => readFileSync(path.join(source, 'languages', name), 'utf8').trim(),
	);
	writeBeside(types, written);
}
