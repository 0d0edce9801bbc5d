/**
 * Fine-tunes a model of this repository in Node, and writes it as a GGUF file.
 * npx tsx --tsconfig tsconfig.node.json examples/finetune.ts models/skillet-small tuned.gguf
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { finetune } from 'skillet';

const [folder = 'models/skillet-small', output] = process.argv.slice(2);
const model: { [name: string]: Uint8Array } = {};
for (const entry of await readdir(folder, { withFileTypes: true }))
	if (!entry.isDirectory()) model[entry.name] = await readFile(`${folder}/${entry.name}`);

const colours = { 'sky:': 'blue', 'grass:': 'green', 'snow:': 'white', 'coal:': 'black' };
const rows = Object.entries(colours).map(([prompt, answer]) => ({ prompt, answer }));
const tuned = await finetune({
	model,
	rows,
	steps: 60,
	learningRate: 0.003,
	adapter: false,
	onStep: ({ step, loss }) => step % 20 === 0 && console.log(`step ${step}: ${loss.toFixed(3)}`),
});
for (const { prompt } of rows) console.log(prompt, await tuned.answer(prompt));
if (output) await writeFile(output, await (await tuned.gguf()).bytes());
tuned.dispose();
