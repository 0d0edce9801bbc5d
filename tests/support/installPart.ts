/** Packs a part of src/ and installs it in an empty folder, without the network. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { buildPart, type PartName } from '../../scripts/lib/part.ts';

const run = (command: string, words: readonly string[], cwd: string): string =>
	execFileSync(command, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** The folder. `packages`: what the part depends on, packed from node_modules. */
export async function installPart(name: PartName, packages: readonly string[]): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), `skillet-${name}-`));
	const sources = [
		await buildPart(name),
		...packages.map((used) => path.resolve('node_modules', used)),
	];
	const tarballs = sources.map((source) =>
		run('npm', ['pack', '--silent', '--ignore-scripts', source], folder).trim(),
	);
	writeFileSync(path.join(folder, 'package.json'), '{ "type": "module", "private": true }');
	const files = tarballs.map((file) => `./${file}`);
	run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...files], folder);
	return folder;
}

/** Runs a TypeScript file with plain Node in the folder. Returns its output. */
export function runExample(file: string, folder: string): string {
	const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
		compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
	});
	writeFileSync(path.join(folder, 'example.js'), outputText);
	return run(process.execPath, ['example.js'], folder);
}

/** Checks a TypeScript file with the types of the installed part. Throws on errors. */
export function checkTypes(file: string, folder: string): void {
	writeFileSync(path.join(folder, 'example.ts'), readFileSync(file, 'utf8'));
	const compiler = path.resolve('node_modules/typescript7/bin/tsc');
	const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext'];
	run(process.execPath, [compiler, ...options, 'example.ts'], folder);
}
