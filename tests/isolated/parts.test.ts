/**
 * Each part as a package: built, packed and unpacked into an empty folder, it has all that its
 * example needs. The folder gets the packages that the part's package.json names, and no others.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { buildPart, type PartName } from '../../scripts/lib/part.ts';
import { isLong } from '../support/suite.ts';
import { testFolder } from '../support/testFolder.ts';

const examples: readonly {
	readonly part: PartName;
	/** null: the package has none, and two of its functions are called. */
	readonly example: string | null;
	readonly words: readonly string[];
	readonly checkOutput: (lines: readonly string[]) => void;
	/** A call that the packed types refuse: else they would be `any`. */
	readonly wrong: string;
	/** A script that prints the English text of an error. */
	readonly fails: string;
	readonly error: RegExp;
}[] = [
	{
		part: 'engine',
		example: 'examples/train.ts',
		words: [path.resolve('models/skillet-small')],
		checkOutput: (lines) =>
			expect(lines).toEqual(
				expect.arrayContaining(['sky: blue', 'coal: black', 'duck: quack', 'bee: buzz']),
			),
		wrong: `import { openTraining } from 'skillet-engine'; void openTraining(1, 2, 3);`,
		fails: `import { openModelFolder } from 'skillet-engine';
			await openModelFolder(new Map()).catch(({ message }) => console.log(message));`,
		error: /config\.json/,
	},
	{
		part: 'mixing',
		example: null,
		words: [],
		checkOutput: (lines) => expect(lines).toEqual(['mos', '0.25,0.75']),
		wrong: `import { definePolicy } from 'skillet-mixing'; definePolicy(1);`,
		fails: `import { policyById } from 'skillet-mixing';
			try { policyById('nonsense'); } catch ({ message }) { console.log(message); }`,
		error: /nonsense.*uniform/,
	},
];

const mixingCalls = `import { constantMixer, policyById } from 'skillet-mixing';
console.log(policyById('mos').id);
console.log(constantMixer([0.25, 0.75], 'Set.').plan(0).weights.join());`;

test.runIf(isLong).each(examples)(
	'the packed $part runs $example with plain Node',
	async ({ part, example, words, checkOutput, wrong, fails, error }) => {
		const folder = realpathSync(testFolder());
		const built = await buildPart(part);
		unpack(built, folder);
		expect(readFileSync(path.join(built, 'README.md'), 'utf8')).not.toContain('](../');
		writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
		const source = example === null ? mixingCalls : readFileSync(example, 'utf8');
		writeFileSync(path.join(folder, 'example.ts'), source);
		writeFileSync(path.join(folder, 'wrong.ts'), wrong);
		expect(filesWithErrors(folder, ['example.ts', 'wrong.ts'])).toEqual(['wrong.ts']);
		const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext };
		const { outputText } = ts.transpileModule(source, { compilerOptions: options });
		writeFileSync(path.join(folder, 'example.js'), outputText);
		checkOutput(runNode(folder, 'example.js', words).trim().split('\n'));
		writeFileSync(path.join(folder, 'fails.js'), fails);
		expect(runNode(folder, 'fails.js')).toMatch(error);
	},
);

/** The output of a script, without the loaders of the test's own process. */
const runNode = (folder: string, script: string, words: readonly string[] = []): string =>
	execFileSync(process.execPath, [script, ...words], {
		cwd: folder,
		encoding: 'utf8',
		env: { PATH: process.env['PATH'] },
	});

/** Packs the part as npm does, and installs it without a registry. */
function unpack(built: string, folder: string): void {
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const packed = execFileSync(npm, ['pack', '--silent', '--pack-destination', folder], {
		cwd: built,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	}).trim();
	const modules = path.join(folder, 'node_modules');
	mkdirSync(modules);
	execFileSync('tar', ['-xzf', path.join(folder, packed), '-C', modules]);
	const { dependencies } = JSON.parse(
		readFileSync(path.join(modules, 'package', 'package.json'), 'utf8'),
	) as { dependencies: { [name: string]: string } };
	for (const name of Object.keys(dependencies)) link(name, modules);
	const { name } = JSON.parse(readFileSync(path.join(built, 'package.json'), 'utf8')) as {
		name: string;
	};
	symlinkSync(path.join(modules, 'package'), path.join(modules, name), 'dir');
	// For the types of the example alone.
	link('@types/node', modules);
}

function link(name: string, modules: string): void {
	const target = path.join(modules, name);
	mkdirSync(path.dirname(target), { recursive: true });
	symlinkSync(path.resolve('node_modules', name), target, 'dir');
}

/** The files with errors by the packed types, in order, without those of other packages. */
function filesWithErrors(folder: string, checked: readonly string[]): readonly string[] {
	const compilerOptions = {
		strict: true,
		noEmit: true,
		module: 'nodenext',
		target: 'esnext',
		types: ['node'],
		typeRoots: [path.join(folder, 'node_modules/@types')],
	};
	writeFileSync(
		path.join(folder, 'tsconfig.json'),
		JSON.stringify({ compilerOptions, files: checked }),
	);
	const compiler = path.resolve('node_modules/@typescript/native/bin/tsc');
	const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], {
		cwd: folder,
		encoding: 'utf8',
	});
	const files = [...stdout.matchAll(/^([^\s(]+)\(\d+,\d+\): error /gm)].map(([, file]) => file);
	return files.filter((file) => !/node_modules\/(?!package\/)/.test(file));
}
