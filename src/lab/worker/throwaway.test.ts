import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import { startThread } from '../../../tests/support/startThread.ts';
import { promptEncoder } from './promptEncoder.ts';
import { createThrowaway } from './throwaway.ts';
import { tinyModelFolder } from '../../../tests/support/tinyModel.ts';
import { isLong } from '../../../tests/support/suite.ts';

const never = new AbortController().signal;
/** Less than the lab's, so that the tests are shorter. */
const limit = 2;
const run = createThrowaway(startThread, limit);
/** Has the lab's longer limit, so that jobs that must succeed do so on a busy machine, too. */
const runPatiently = createThrowaway(startThread);

const encoder = new TextEncoder();
interface Tokenizer {
	readonly [field: string]: unknown;
	readonly model: { readonly vocab: { [token: string]: number }; readonly merges: string[] };
}
/**
 * A model folder whose tokenizer.json is changed, or that has a chat template. Its tokenizer has a
 * merge: without one, the lab encodes bytes by itself.
 */
function modelFiles(change: (json: Tokenizer) => Tokenizer, template?: string) {
	const files = tinyModelFolder();
	const json = JSON.parse(new TextDecoder().decode(files.get('tokenizer.json'))) as Tokenizer;
	json.model.vocab['zq'] = 264;
	json.model.merges.push('z q');
	files.set('tokenizer.json', encoder.encode(JSON.stringify(change(json))));
	if (template !== undefined) files.set('chat_template.jinja', encoder.encode(template));
	return files;
}
const check = (files: Map<string, Uint8Array>, runJob = run) =>
	runJob('model.check', { files }, { file: 'tokenizer.json', signal: never });

/** On a text of the probes; the second one on a letter that they lack. */
const backtracking = (letter: string) => ({
	pre_tokenizer: {
		type: 'Sequence',
		pretokenizers: [
			{
				type: 'Split',
				pattern: { Regex: `(${letter}|${letter})*\u0000|[^${letter}]+` },
				behavior: 'Isolated',
				invert: false,
			},
			{ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
		],
	},
});
const doubling = { type: 'Replace', pattern: { String: 'e' }, content: 'ee' };
const hostile = {
	'40 parts that double a letter': {
		normalizer: { type: 'Sequence', normalizers: Array.from({ length: 40 }, () => doubling) },
	},
	'a pattern that backtracks without end': backtracking('a'),
	'a prefix of 10 MB': { normalizer: { type: 'Prepend', prepend: 'ab'.repeat(5e6) } },
};
const sorting = `{%- set n = namespace(l=range(200000)|list) -%}
{%- for i in range(1000) -%}{%- set n.l = n.l|sort(reverse=true) -%}{%- endfor -%}
{%- for m in messages -%}{{ m.content }}{%- endfor -%}`;

describe('a job with a hostile model', () => {
	const tokenizers = Object.entries(hostile).filter((_, i) => isLong || i === 1);
	it.each(tokenizers)('ends by name: a tokenizer with %s', async (_what, part) => {
		const error: unknown = await check(modelFiles((json) => ({ ...json, ...part }))).catch(
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).data['file']).toBe('tokenizer.json');
	});

	it('ends by name: a template that sorts a big list again and again', async () => {
		const refused = check(modelFiles((json) => json, sorting));
		// Its memory or its time ends it, whichever is reached first.
		await expect(refused).rejects.toMatchObject({ data: { file: 'chat_template.jinja' } });
	});

	it('ends by name: a template that doubles a text in a loop', async () => {
		const doubling = `{%- set n = namespace(x='a') -%}
{%- for i in range(1000) -%}{%- set n.x = n.x + n.x -%}{%- endfor -%}{{ n.x }}`;
		await expect(check(modelFiles((json) => json, doubling))).rejects.toThrow(
			/^chat_template\.jinja: the chat template does not end/,
		);
	});

	it('ends a prompt that the checks did not foresee', async () => {
		const prompt = 'ŵ'.repeat(60);
		const encode = (files: Map<string, Uint8Array>, form: 'text' | 'question') =>
			promptEncoder(async () => files, run)([{ prompt, form }], 64);
		const files = modelFiles((json) => ({ ...json, ...backtracking('ŵ') }));
		await expect(check(files, runPatiently)).resolves.toBeUndefined();
		await expect(encode(files, 'text')).rejects.toThrow(
			/^tokenizer\.json: its reader did not report/,
		);
		const template = `{% for m in messages %}{% if 'ŵ' in m.content %}
{%- for i in range(900000) %}{% for j in range(900000) %}{% endfor %}{% endfor %}{% endif %}
{{- m.role }}: {{ m.content }}{{ eos_token }}{% endfor %}
{%- if add_generation_prompt %}assistant: {% endif %}`;
		const chat = modelFiles((json) => json, template);
		await expect(encode(chat, 'question')).rejects.toThrow(InputError);
	});

	it('accepts a usual model', async () => {
		await expect(
			check(
				modelFiles((json) => json),
				runPatiently,
			),
		).resolves.toBeUndefined();
	});
});

describe('a job with a hostile file', () => {
	const bytes = readFileSync('tests/golden/parquet/sums-v2.parquet');
	// A wrong length in a page, over which the library loops without end.
	bytes[262] = 0xff;
	const file = new File([bytes], 'endless.parquet');
	const inspect = (runJob: typeof run, signal = never) =>
		runJob('import.inspect', { file }, { file: file.name, signal });

	it('ends by name: Parquet with a wrong length in a page', async () => {
		await expect(inspect(run)).rejects.toThrow(
			failure(
				'{file}: its reader did not report for {seconds} seconds, so the lab ended it. Export or download the file again, or choose another.',
				{ file: 'endless.parquet' },
			),
		);
	});

	it('is ended at once by Cancel', async () => {
		const cancel = new AbortController();
		const refused = inspect(runPatiently, cancel.signal);
		setTimeout(() => cancel.abort(), 200);
		await expect(refused).rejects.toMatchObject({ name: 'AbortError' });
	});
});

describe('a job', () => {
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
			const end = new AbortController();
			setTimeout(() => end.abort(), milliseconds);
			return end.signal;
		});
	});
	afterEach(() => {
		vi.useRealTimers();
		vi.restoreAllMocks();
	});
	const mapping: RowMapping = { kind: 'shape', shape: 'questionAnswer' };
	const file = new File(
		Array.from({ length: 20 }, (_, i) => `{"question":"${i}+1","answer":${i + 1}}\n`),
		'sums.jsonl',
	);

	it('asks its owner, part by part', async () => {
		vi.useRealTimers();
		const options = { name: 'Sums', heldOutShare: 0.1, seed: 1, maskPrivate: false } as const;
		const parts = new Set<string>();
		const request = { file, mapping, options: { ...options, role: 'domain' as const }, skills: [] };
		const { report } = await runPatiently('import.read', request, {
			file: file.name,
			signal: never,
			answer: async ({ part }) => void parts.add(part),
		});
		expect(report.rows).toBe(20);
		expect(parts).toEqual(new Set(['train', 'validation', 'heldOut']));
	});

	it('fails with the error of its owner', async () => {
		vi.useRealTimers();
		const refused = runPatiently(
			'skill.encode',
			{ files: tinyModelFolder(), skills: [{ info: {} as never, use: 'train' }], context: 64 },
			{ file: 'a', signal: never, answer: () => Promise.reject(new RangeError('disk')) },
		);
		await expect(refused).rejects.toBeInstanceOf(RangeError);
	});
});
