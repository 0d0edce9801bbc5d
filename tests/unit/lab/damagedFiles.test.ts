/**
 * Real files, links and folders with damage: each opens, or the lab’s own error refuses it.
 * Parquet has tests of its own. The short suite has a fixed seed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from '#engine/core/csv.ts';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import {
	adapterConfigFile,
	adapterWeightsFile,
	initialAdapter,
	makeAdapter,
	readAdapterConfig,
	readAdapterWeights,
	writeAdapterFolder,
} from '#engine/model/adapters.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { features } from '#lab/features/index.ts';
import { parseLesson } from '#lab/features/teach/model/parseLesson.ts';
import { inspectFile } from '#lab/features/library/model/inspectFile.ts';
import { readPack, writePack } from '#lab/features/library/model/pack.ts';
import { parseSetText } from '#lab/features/questions/model/set.ts';
import builtinSet from '#lab/features/questions/model/sets/builtin.json' with { type: 'json' };
import { readRunFile } from '#lab/features/runs/model/runFile.ts';
import { parseStudyText } from '#lab/study/parse.ts';
import { listParts } from '#lab/page/shell/pageParts.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { ModelRef } from '#lab/run/experiment.ts';
import { dictionary3, encodeLink, readLink } from '#lab/run/link.ts';
import { packText, unpackText } from '#lab/run/linkBytes.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import links from '../../golden/links.json' with { type: 'json' };
import { tinyModelFolder } from '../../support/tinyModel.ts';
import { folderBytes } from '../../support/folderBytes.ts';
import { openedFolder } from '../../support/ggufFiles.ts';
import { runRecord, stepEvents } from '../../support/labValues.ts';
import { isLong } from '../../support/suite.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const parameters = isLong ? { numRuns: 2000 } : { numRuns: 40, seed: 1 };
const never = new AbortController().signal;
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const json = (value: Json): Bytes => utf8(JSON.stringify(value));
const inFolder = (folder: string, ending: string): readonly Bytes[] =>
	readdirSync(folder)
		.filter((name) => name.endsWith(ending))
		.map((name) => new Uint8Array(readFileSync(path.join(folder, name))));

/** One to three edits: a bit, a cut, a part that is left out, repeated or overwritten. */
const damagedBytes = (files: readonly Bytes[]) =>
	fc
		.tuple(
			fc.constantFrom(...files),
			fc.array(
				fc.record({
					kind: fc.constantFrom('bit', 'bit', 'cut', 'leave out', 'repeat', 'overwrite'),
					place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
					length: fc.integer({ min: 1, max: 16 }),
					value: fc.nat(255),
				}),
				{ minLength: 1, maxLength: 3 },
			),
		)
		.map(([file, edits]) => {
			let bytes = Buffer.from(file);
			for (const { kind, place, length, value } of edits) {
				const at = Math.floor(place * bytes.length);
				const [before, part, after] = [
					bytes.subarray(0, at),
					bytes.subarray(at, at + length),
					bytes.subarray(at + length),
				];
				if (kind === 'bit' && bytes.length > 0) bytes[at] ^= 1 << (value & 7);
				else if (kind === 'cut') bytes = before;
				else if (kind === 'leave out') bytes = Buffer.concat([before, after]);
				else if (kind === 'repeat') bytes = Buffer.concat([before, part, part, after]);
				else bytes = Buffer.concat([before, Buffer.alloc(length, value), after]);
			}
			return new Uint8Array(bytes);
		});

type Branch = Record<string, unknown>;
const oddValues = fc.oneof(
	fc.constantFrom<Json>(
		null,
		true,
		0,
		-1,
		0.5,
		2 ** 53,
		1e300,
		'',
		'x',
		'__proto__',
		'(a+)+$',
		[],
		{},
	),
	fc.constantFrom<Json>('\ud800', '\u202e', 'é'.repeat(1000), [[]], { toString: 1 }, -0, 5e-324),
	fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>,
);
/** One to three values, anywhere in the JSON, become others or go. */
const damagedJson = (values: readonly Json[]) =>
	fc
		.tuple(
			fc.constantFrom(...values),
			fc.array(fc.tuple(fc.nat(), fc.option(oddValues, { nil: undefined })), {
				minLength: 1,
				maxLength: 3,
			}),
		)
		.map(([value, edits]) => {
			const root: Branch = { value: structuredClone(value) };
			for (const [number, odd] of edits) {
				const slots: [Branch, string][] = [[root, 'value']];
				for (const [parent, key] of slots) {
					const held = parent[key];
					if (held === null || typeof held !== 'object') continue;
					for (const inner of Object.keys(held)) slots.push([held as Branch, inner]);
				}
				const [parent, key] = slots[number % slots.length];
				if (odd !== undefined) parent[key] = structuredClone(odd);
				else if (parent !== root) delete parent[key];
			}
			return root['value'] as Json;
		});

/** Words of V8 that mean nothing to a visitor. */
const engineWords =
	/is not a function|is not iterable|Cannot (?:read|destructure|convert)|call stack|\[internal\]/;

async function expectOpenedOrRefused(open: () => unknown): Promise<void> {
	const error: unknown = await Promise.resolve()
		.then(open)
		.then(
			() => null,
			(reason: unknown) => reason ?? new Error('Nothing was thrown.'),
		);
	if (error === null) return;
	expect(error instanceof InputError ? '' : (error as Error).stack).toBe('');
	expect(toMessage(error)).not.toMatch(engineWords);
	expect(toMessage(error)).toMatch(/[.!?”"’)]$/);
}

const sums = Array.from({ length: 12 }, (_, i) => ({
	question: `${i} + 1 = ?`,
	answer: `${i + 1}`,
}));
const chats = sums.map(({ question, answer }) => ({
	messages: [
		{ role: 'user', content: question },
		{ role: 'assistant', content: answer },
	],
}));
const lines = (rows: readonly Json[]) =>
	utf8(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
const table = csvText(
	['question', 'answer'],
	sums.map(({ question, answer }) => [question, answer]),
);
const inspected = (name: string) => (bytes: Bytes) => inspectFile(new File([bytes], name));

const model = tinyModelFolder();
const withFile = (name: string) => (bytes: Bytes) =>
	readModelFolder(new Map<string, Uint8Array>(model).set(name, bytes));
const opened = readModelFolder(model);
const adapterSettings = { rank: 2, alpha: 4, targets: 'all-linear' } as const;
const adapter = await folderBytes(
	await writeAdapterFolder(
		opened,
		adapterSettings,
		initialAdapter(opened, makeAdapter(opened, adapterSettings), 1),
		{ path: 'base' },
	),
);
const adapterFile = (name: string) => adapter.get(name)!.slice();
const readAdapter = (config: Uint8Array, weights: Uint8Array) =>
	readAdapterWeights(opened, readAdapterConfig(config, []).settings, weights);

const lessons = readdirSync('src/lab/features/teach/lessons', { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(
		({ parentPath, name }) => new Uint8Array(readFileSync(path.join(parentPath, name, 'en.md'))),
	);
const { places } = listParts(features);
const pack = await writePack(
	{
		link: links[0].link,
		parts: [
			{
				kind: 'lesson',
				id: 'l',
				name: 'L',
				files: [{ name: 'l.md', blob: new Blob([lessons[0]]) }],
			},
		],
	},
	() => undefined,
	never,
);

const bytesOf: Readonly<Record<string, readonly [readonly Bytes[], (bytes: Bytes) => unknown]>> = {
	'JSON Lines': [[lines(sums), lines(chats)], inspected('rows.jsonl')],
	'a JSON list': [[json(sums), json(chats)], inspected('rows.json')],
	'a table': [[utf8(table), utf8(table.replaceAll(',', '\t'))], inspected('rows.csv')],
	'plain text': [lessons, inspected('rows.txt')],
	'a GGUF file': [inFolder('tests/golden/gguf', '.gguf'), openedFolder],
	'a model’s weights': [[model.get('model.safetensors')!.slice()], withFile('model.safetensors')],
	'an adapter’s weights': [
		[adapterFile(adapterWeightsFile)],
		(bytes) => readAdapter(adapterFile(adapterConfigFile), bytes),
	],
	'a lesson': [
		lessons,
		(bytes) => parseLesson({ file: 'lesson.md', text: text(bytes), language: 'en', places }),
	],
	'a shared file': [
		[new Uint8Array(await pack.arrayBuffer())],
		(bytes) => readPack(new File([bytes], 'class.skillet.zip'), () => undefined, never),
	],
};

test.each(Object.entries(bytesOf))('%s, damaged', async (_, [files, open]) => {
	await fc.assert(
		fc.asyncProperty(damagedBytes(files), (bytes) => expectOpenedOrRefused(() => open(bytes))),
		parameters,
	);
});

const run = {
	record: runRecord({ step: 4, name: 'A run', tags: ['x'] }),
	events: stepEvents(1, 4),
} as unknown as Json;
const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as readonly ModelRef[];
const skills = builtinInfos();
const context = { file: 'class.json', base: defaultExperiment(skills, models[0]), models, skills };
const parsed = (bytes: Uint8Array) => JSON.parse(text(bytes)) as Json;

const jsonOf: Readonly<Record<string, readonly [readonly Json[], (value: Json) => unknown]>> = {
	'a link': [
		links.map(({ link }) => JSON.parse(unpackText(link.slice(2), '3.', dictionary3)) as Json),
		(value) => {
			const { experiment, ...extras } = readLink(
				`3.${packText(JSON.stringify(value), dictionary3)}`,
			);
			const again = readLink(encodeLink(experiment, extras));
			expect(canonicalJson(again)).toBe(canonicalJson({ experiment, ...extras }));
		},
	],
	'a run file': [
		[run],
		(value) => {
			const file = { format: 'skillet-run', version: 1, sha256: sha256Hex(canonicalJson(value)) };
			return readRunFile(new File([JSON.stringify({ ...file, run: value })], 'a.skillet.json'));
		},
	],
	'a study': [
		inFolder('studies', '.json').map(parsed),
		(value) => parseStudyText(JSON.stringify(value), context),
	],
	'a question set': [
		[{ ...builtinSet, questions: builtinSet.questions.slice(0, 6) }],
		(value) => parseSetText(JSON.stringify(value), 'set.json'),
	],
	'a model’s config': [
		[parsed(model.get('config.json')!)],
		(value) => withFile('config.json')(json(value)),
	],
	'a tokenizer': [
		[parsed(model.get('tokenizer.json')!)],
		(value) => withFile('tokenizer.json')(json(value)),
	],
	'an adapter’s config': [
		[parsed(adapterFile(adapterConfigFile))],
		(value) => readAdapter(json(value), adapterFile(adapterWeightsFile)),
	],
};

test.each(Object.entries(jsonOf))('%s with other values', async (_, [values, open]) => {
	await fc.assert(
		fc.asyncProperty(damagedJson(values), (value) => expectOpenedOrRefused(() => open(value))),
		parameters,
	);
});
