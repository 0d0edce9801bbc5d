/**
 * Writes the rows of the preset “A real model” into `public/rows/`, and what the page knows about
 * them before it fetches them into `src/lab/run/shippedRows.json`.
 *
 *     npx tsx scripts/shippedRows.ts train.jsonl seed_tasks.jsonl
 *
 * The first file is GSM8K's training set, the second one the seed tasks of Self-Instruct.
 * `public/rows/README.md` has their addresses and licences.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { sha256Hex } from '#engine/core/hash.ts';
import { importFile } from '#lab/features/library/model/importFile.ts';
import { runScript } from './lib/faults.ts';
import { writeJson } from './lib/output.ts';

/** Word problems: the first rows. */
const problems = 300;
/** Characters of an instruction with its answer. Longer ones quote whole articles. */
const longest = 1000;
/** Their questions decide the split, so both files hold out about 40 rows. */
const heldOut = { problems: 0.12, instructions: 0.22 };

interface SeedTask {
	readonly instruction: string;
	readonly instances: readonly { readonly input: string; readonly output: string }[];
}

await runScript(async () => {
	const [gsm8k, seeds] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8').trim());
	const instructions = seeds.split('\n').flatMap((line) => {
		const { instruction, instances } = JSON.parse(line) as SeedTask;
		const [{ input, output }] = instances;
		const row = { instruction, input, output };
		return Object.values(row).join('').length > longest ? [] : [JSON.stringify(row)];
	});
	const rows = [
		{
			file: 'word-problems.jsonl',
			name: 'word problems',
			shape: 'questionAnswer',
			heldOutShare: heldOut.problems,
			lines: gsm8k.split('\n').slice(0, problems),
		},
		{
			file: 'instructions.jsonl',
			name: 'instructions',
			shape: 'alpaca',
			heldOutShare: heldOut.instructions,
			lines: instructions,
		},
	];
	const listed = [];
	for (const { file, name, shape, heldOutShare, lines } of rows) {
		const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
		writeFileSync(`public/rows/${file}`, bytes);
		const { info } = await importFile({
			file: new File([bytes], file),
			mapping: { kind: 'shape', shape },
			options: { name, role: 'domain', heldOutShare, seed: 0, maskPrivate: false },
			sink: { append: async () => undefined },
		});
		listed.push({ file, sha256: sha256Hex(bytes), skill: info });
	}
	writeJson('src/lab/run/shippedRows.json', listed);
});
