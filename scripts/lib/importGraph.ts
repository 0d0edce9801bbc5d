/** The imports among the files of src/, of values and of types, and the circles in them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** File → the files of src/ that it imports. Paths are relative to src/. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The imports of all sources without tests. `source`: the folder src/. */
export function readImportGraph(source: string): ImportGraph {
	const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
		.map((file) => file.split(path.sep).join('/'))
		.filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test(-support)?\.ts$/.test(file))
		// AssemblyScript has an import graph of its own.
		.filter((file) => !file.startsWith('engine/gpu/wasm/assembly/'));
	const known = new Set(files);
	return new Map(
		files.map((file) => {
			const text = readFileSync(path.join(source, file), 'utf8');
			const found = importsOf(file, text).files.filter((target) => known.has(target));
			return [file, [...new Set(found)]];
		}),
	);
}

/** The files of src/ that a source imports, relative to src/, and its packages. */
export function importsOf(file: string, text: string): { files: string[]; packages: string[] } {
	const script = file.endsWith('.svelte') ? scriptOf(text) : text;
	const [files, packages]: [string[], string[]] = [[], []];
	for (const { fileName } of ts.preProcessFile(script).importedFiles) {
		const target = fileName.replace(/\?.*$/, '');
		if (target.startsWith('#')) files.push(target.slice(1));
		else if (target.startsWith('.')) files.push(path.posix.join(path.posix.dirname(file), target));
		else packages.push(packageName(target));
	}
	return { files, packages };
}

/** `@noble/hashes/sha2.js` is of the package `@noble/hashes`. */
const packageName = (specifier: string): string =>
	specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');

/** The scripts of a component. */
const scriptOf = (component: string): string =>
	[...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n');

/**
 * The groups of files that reach each other, each sorted. A component that shows itself does not
 * count.
 * Source: Tarjan 1972.
 */
export function findCircles(graph: ImportGraph): string[][] {
	const order = new Map<string, number>();
	const lowest = new Map<string, number>();
	const stack: string[] = [];
	const circles: string[][] = [];
	const visit = (file: string): void => {
		order.set(file, order.size);
		lowest.set(file, order.get(file)!);
		stack.push(file);
		for (const target of graph.get(file) ?? []) {
			if (!order.has(target)) visit(target);
			if (stack.includes(target))
				lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
		}
		if (lowest.get(file) !== order.get(file)) return;
		const group = stack.splice(stack.indexOf(file));
		if (group.length > 1) circles.push(group.sort());
	};
	for (const file of graph.keys()) if (!order.has(file)) visit(file);
	return circles.sort();
}
