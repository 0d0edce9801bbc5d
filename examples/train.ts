/**
 * Trains a shipped model on two lists of rows, two of each in a batch, and prints its answers.
 * npx tsx --tsconfig tsconfig.node.json examples/train.ts
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import * as engine from 'skillet/engine';

const colours = { 'sky:': 'blue', 'grass:': 'green', 'snow:': 'white', 'coal:': 'black' };
const sounds = { 'cow:': 'moo', 'cat:': 'meow', 'duck:': 'quack', 'bee:': 'buzz' };
const learningRate = 0.003;
const batching = { size: 4, context: 64, layout: 'packed' } as const;

const folder = process.argv[2] ?? 'models/skillet-small';
const files = new Map<string, Uint8Array>();
// A clone of a hub has folders too.
for (const entry of await readdir(folder, { withFileTypes: true }))
	if (!entry.isDirectory()) files.set(entry.name, await readFile(`${folder}/${entry.name}`));
const model = engine.readModelFolder(files);

// In this repository, the kernels are built when they are needed. The package has them.
const builder = new URL('../scripts/lib/wasm.ts', import.meta.url);
if (existsSync(builder)) {
	const made = (await import(builder.href)) as { readonly buildWasmIfStale: () => Promise<void> };
	await made.buildWasmIfStale();
}
const { wasmFiles } = engine;
const device = await engine.openDevice({ wasm: { load: (build) => readFile(wasmFiles[build]) } });
console.log(`parameters: ${model.parameterCount}`);
console.log(engine.reportLines(device.report).join('\n'));
const optimizer = { ...engine.defaultOptimizer, learningRate };
const training = await engine.openTraining(device, model, { optimizer, batching, seed: 1 });

const lists = [colours, sounds].map((rows) => {
	const examples = Object.entries(rows).map((row) => engine.promptAnswer(...row));
	return engine.encodeExamples(examples, model.tokenizer, batching.context);
});
for (let step = 1; step <= 60; step++) {
	const [first, second] = [(2 * step) % 4, (2 * step + 1) % 4];
	const batch = lists.flatMap((set) => [first, second].map((index) => ({ set, index })));
	const { losses } = await training.learner.step(batch, { step, learningRate });
	const mean = losses.reduce((sum, loss) => sum + loss) / losses.length;
	if (step % 20 === 0) console.log(`step ${step}: loss ${mean.toFixed(3)}`);
}

for (const prompt of Object.keys({ ...colours, ...sounds })) {
	const { text } = await training.answer(prompt, { maxTokens: 8 });
	console.log(prompt, text);
}
training.dispose();
device.dispose();
