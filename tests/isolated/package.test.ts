/**
 * The package: built, packed and unpacked into an empty folder, it has all that its examples need.
 * The folder gets the packages that package.json names, and no others.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
	copyFileSync,
	mkdirSync,
	readFileSync,
	realpathSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import { browserArgs, locateBrowser } from '../../scripts/lib/browser.ts';
import { buildPackage } from '../../scripts/lib/package.ts';
import { serve } from '../../scripts/lib/serve.ts';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { weightReader, writeModelFolder } from '../../src/engine/model/folder.ts';
import { writeGguf } from '../../src/engine/model/gguf/writeGguf.ts';
import { isLong } from '../support/suite.ts';
import { testFolder } from '../support/testFolder.ts';

let folder: string;
let built: string;
const small = path.resolve('models/skillet-small');

beforeAll(async () => {
	folder = realpathSync(testFolder());
	built = path.join(folder, 'built');
	await buildPackage(built, { hasSite: false });
	unpack(built, folder);
	writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
}, 120_000);

async function smallGguf(): Promise<Uint8Array> {
	const model = readModelOnDisk(small);
	const [[, file]] = await writeGguf(
		await writeModelFolder(model, weightReader(model)),
		'small',
		'F16',
	);
	return (file as Blob).bytes();
}

/** Runs TypeScript with the installed package, and returns the lines that it prints. */
function runExample(source: string, words: readonly string[] = [], flags?: string[]): string[] {
	const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext };
	const { outputText } = ts.transpileModule(source, { compilerOptions: options });
	writeFileSync(path.join(folder, 'example.js'), outputText);
	return runNode(folder, 'example.js', words, flags).trim().split('\n');
}

test('finetune trains in Node, and its file of the model answers', () => {
	const source = readFileSync('examples/finetune.ts', 'utf8');
	const gguf = path.join(folder, 'tuned.gguf');
	expect(runExample(source, [small, gguf])).toEqual(
		expect.arrayContaining(['sky: blue', 'grass: green', 'coal: black']),
	);
	const again = `import { finetune } from 'skillet';
		import { readFileSync } from 'node:fs';
		const rows = [{ text: 'a b c' }, { text: 'b c d' }, { text: 'c d e' }];
		const tuned = await finetune({ model: readFileSync(${JSON.stringify(gguf)}), rows, steps: 1 });
		console.log(await tuned.answer('sky:'));`;
	expect(runExample(again)).toEqual(['blue']);
});

test('a page without a bundler trains in a worker, with the bits of Node', async () => {
	const site = realpathSync(testFolder());
	copyFileSync(path.join(built, 'skillet.js'), path.join(site, 'skillet.js'));
	copyFileSync('examples/page.html', path.join(site, 'page.html'));
	writeFileSync(path.join(site, 'model.gguf'), await smallGguf());
	const server = await serve(site, 0);
	const browser = await chromium.launch({
		executablePath: locateBrowser()!.path,
		args: browserArgs({ software: true }),
	});
	try {
		const page = await browser.newPage();
		await page.goto(`${server.url}page.html`);
		await page.getByText('blue').waitFor();
		expect(await page.locator('#loss').textContent()).toMatch(/^Step 60 of 60: 0\.\d{3} nats$/);
		const train = `(async () => {
			const { finetune } = await import('${server.url}skillet.js');
			const rows = ['a', 'b', 'c', 'd'].map((it) => ({ prompt: it, answer: it + it }));
			const { losses } = await finetune({ model: 'model.gguf', rows, steps: 5, device: 'wasm' });
			return losses;
		})()`;
		const inPage = await page.evaluate(train);
		// This process serves the model, so that Node reads it from the disk.
		const file = JSON.stringify(path.join(site, 'model.gguf'));
		const inNode = runExample(
			`import { readFileSync } from 'node:fs';
			console.log(JSON.stringify(await ${train}));`
				.replace(`import('${server.url}skillet.js')`, `import('skillet')`)
				.replace(`'model.gguf'`, `readFileSync(${file})`),
			[],
			// Chromium has it on: fused products round once.
			['--experimental-wasm-relaxed-simd'],
		);
		expect(inPage).toEqual(JSON.parse(inNode.at(-1)));
	} finally {
		await browser.close();
		await server.close();
	}
});

test('the file of the page has at most 220 kB after gzip, without the kernels', () => {
	const code = readFileSync(path.join(built, 'skillet.js'), 'utf8');
	const written = code.replace(/data:application\/wasm;base64,[\w+/=]+/g, '');
	expect(gzipSync(written).length).toBeLessThan(220_000);
});

const modules = [
	{
		module: 'engine',
		source: readFileSync('examples/train.ts', 'utf8'),
		words: [small],
		prints: ['sky: blue', 'coal: black', 'duck: quack', 'bee: buzz'],
		wrong: `import { openTraining } from 'skillet/engine'; void openTraining(1, 2, 3);`,
	},
	{
		module: 'mixing',
		source: `import { constantMixer, policyById } from 'skillet/mixing';
			console.log(policyById('mos').id);
			console.log(constantMixer([0.25, 0.75], 'Set.').plan(0).weights.join());`,
		words: [],
		prints: ['mos', '0.25,0.75'],
		wrong: `import { definePolicy } from 'skillet/mixing'; definePolicy(1);`,
	},
	{
		module: 'finetune',
		source: `import { finetune, InputError } from 'skillet';
			try { await finetune({ model: new Uint8Array(), rows: [] }); }
			catch (error) { console.log(error instanceof InputError, (error as Error).message); }`,
		words: [],
		prints: ['true rows: has no row.'],
		wrong: `import { finetune } from 'skillet';
			void finetune({ model: 'a', rows: [{ prompt: 1 }] });`,
	},
];
test.runIf(isLong).each(modules)(
	'the module $module runs in plain Node, and its types refuse a wrong call',
	({ source, words, prints, wrong }) => {
		writeFileSync(path.join(folder, 'example.ts'), source);
		writeFileSync(path.join(folder, 'wrong.ts'), wrong);
		expect(filesWithErrors(folder, ['example.ts', 'wrong.ts'])).toEqual(['wrong.ts']);
		expect(runExample(source, words)).toEqual(expect.arrayContaining(prints));
	},
);

test.runIf(isLong)(
	'bundles of Vite and of esbuild train in a page',
	async () => {
		const app = path.join(folder, 'app.js');
		writeFileSync(
			app,
			`import { finetune } from 'skillet';
		const rows = ['a', 'b', 'c'].map((letter) => ({ prompt: letter, answer: letter + letter }));
		const { losses } = await finetune({ model: './model.gguf', rows, steps: 5 });
		document.body.textContent = 'trained ' + losses.length;`,
		);
		writeFileSync(
			path.join(folder, 'index.html'),
			'<body><script type="module" src="./app.js"></script>',
		);
		const { build } = await import('vite');
		await build({
			root: folder,
			base: './',
			configFile: false,
			logLevel: 'error',
			build: { target: 'esnext', outDir: 'vite' },
		});
		const flat = path.join(folder, 'flat');
		mkdirSync(flat);
		const esbuild = path.resolve('node_modules/.bin/esbuild');
		execFileSync(
			esbuild,
			[app, '--bundle', '--format=esm', `--outfile=${path.join(flat, 'app.js')}`],
			{ cwd: folder },
		);
		copyFileSync(path.join(folder, 'index.html'), path.join(flat, 'index.html'));
		const browser = await chromium.launch({ executablePath: locateBrowser()!.path });
		try {
			for (const site of [path.join(folder, 'vite'), flat]) {
				writeFileSync(path.join(site, 'model.gguf'), await smallGguf());
				const server = await serve(site, 0);
				const page = await browser.newPage();
				await page.goto(server.url);
				await page.getByText('trained 5').waitFor();
				await server.close();
			}
		} finally {
			await browser.close();
		}
	},
	120_000,
);

/** The output of a script, without the loaders of the test's own process. */
const runNode = (
	folder: string,
	script: string,
	words: readonly string[] = [],
	flags: readonly string[] = [],
): string =>
	execFileSync(process.execPath, [...flags, script, ...words], {
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
