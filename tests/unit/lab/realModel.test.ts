/** The preset “A real model”: its rows, their licences, and the model that it names. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '#engine/core/hash.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { importFile } from '#lab/features/library/model/importFile.ts';
import { hashIdentity } from '#lab/features/library/model/modelFolder.ts';
import { shelf } from '#lab/features/library/model/hub/shelf.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { withPreset } from '#lab/run/presets.ts';
import { proposedRate } from '#lab/run/proposal.ts';
import { realModelForms, shippedRows } from '#lab/run/realModel.ts';
import { realModels } from '../../real/realModels.ts';

const read = (name: string) => new Uint8Array(readFileSync(`public/rows/${name}`));
const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const base = { id: 'base', sha256: 'a'.repeat(64) };
const start = defaultExperiment(infos, base);
const [onHub, asGguf] = realModelForms;

describe.each(shippedRows)('$file', ({ file, sha256, skill }) => {
	test('has its hash, and its import gives the skill that the preset names', async () => {
		const bytes = read(file);
		expect(sha256Hex(bytes)).toBe(sha256);
		const { mapping, ...recipe } = skill.recipe;
		const { info, report } = await importFile({
			file: new File([bytes], file),
			mapping,
			options: { name: skill.name, role: skill.role, ...recipe },
			sink: { append: async () => undefined },
		});
		expect(info).toEqual(skill);
		expect([report.rejectedCount, report.duplicates]).toEqual([0, 0]);
		// As many as a test of the proposed settings asks.
		expect(info.counts.heldOut).toBeGreaterThanOrEqual(32);
	});

	test('has its source and its licence beside it', () => {
		const notice = new TextDecoder().decode(read('README.md'));
		const [row] = notice.split('\n').filter((line) => line.includes(`\`${file}\``));
		expect(row).toMatch(/https:\/\/github\.com\/\S+/);
		expect(row).toMatch(/MIT, below|LICENSE-Apache-2\.0\.txt/);
	});
});

test('the texts of both licences are there', () => {
	expect(new TextDecoder().decode(read('README.md'))).toContain('Copyright (c) 2021 OpenAI');
	expect(read('LICENSE-Apache-2.0.txt')).toEqual(new Uint8Array(readFileSync('LICENSE')));
});

test('without the model it names the one on the hub, at a commit of the shelf’s model', () => {
	const { model } = withPreset('real-model', start, [base]);
	expect(model).toEqual(onHub);
	const [name, commit] = model.about!.origin!.split('@');
	expect(shelf.map(({ address }) => address)).toContain(name);
	expect(commit).toMatch(/^[0-9a-f]{40}$/);
	// SHA-256 of the files at that commit.
	const files = {
		'config.json': '8eb740e8bbe4cff95ea7b4588d17a2432deb16e8075bc5828ff7ba9be94d982a',
		'model.safetensors': '5af571cbf074e6d21a03528d2330792e532ca608f24ac70a143f6b369968ab8c',
		'tokenizer.json': '9ca9acddb6525a194ec8ac7a87f24fbba7232a9a15ffa1af0c1224fcd888e47c',
		'tokenizer_config.json': '4ec77d44f62efeb38d7e044a1db318f6a939438425312dfa333b8382dbad98df',
	};
	expect(hashIdentity(new Map(Object.entries(files)))).toBe(model.sha256);
});

test('with the GGUF file that the real tests open, it trains that', () => {
	const { model } = withPreset('real-model', start, [base, asGguf]);
	expect(model).toEqual(asGguf);
	const [{ file, bytes, sha256 }] = realModels;
	expect(model.about?.file).toEqual({ name: file, bytes, sha256 });
});

test('it has the proposed settings, its two skills alone, and general text that is watched', () => {
	const found = withPreset('real-model', start, [base]);
	expect(found.skills.map(({ name, use }) => [name, use])).toEqual([
		['word problems', 'train'],
		['instructions', 'train'],
		['general English', 'watch'],
	]);
	expect(found).toMatchObject({
		steps: 86,
		adapter: { rank: 8, targets: 'all-linear' as const },
		batching: { size: 4, context: 352 },
		optimizer: { learningRate: proposedRate },
		evaluation: { every: 43, examples: 32, finalExamples: 32 },
		policy: [{ id: 'uniform' }],
	});
});
