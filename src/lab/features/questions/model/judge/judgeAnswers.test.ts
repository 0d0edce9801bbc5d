/** Every fault of a judge, at a local server: none becomes a mark or stores the key. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { englishText, type Statement } from '#engine/core/message.ts';
import { byCategory } from '../categories.ts';
import { makeQuestion } from '../question.test-support.ts';
import type { Score } from '../types.ts';
import type { JudgeConnection } from './chat.ts';
import { judgeAnswers, type JudgedAnswer } from './judgeAnswers.ts';
import { parseJudge } from './settings.ts';
import {
	complete,
	json,
	judgeServer,
	marked,
	type JudgeServer,
} from '../../../../../../tests/support/judgeServer.ts';
import { fileTransport } from '#lab/worker/outside/fileTransport.ts';

const key = 'sk-never-kept-123456';
const never = new AbortController().signal;
let server: JudgeServer;
let waits: number[];
let scores: Score[];

beforeEach(async () => {
	server = await judgeServer();
	waits = [];
	scores = [];
});
afterEach(() => server.close());

const answers = (n: number): readonly JudgedAnswer[] =>
	Array.from({ length: n }, (_, i) => ({
		answerSet: 'set',
		question: makeQuestion(`q${i}`, {
			weights: { ...byCategory(() => 0), safety: 1, politeness: 3 },
		}),
		answer: { id: `q${i}`, text: `Answer ${i}.` },
	}));

function connection(
	changed: Partial<JudgeConnection & { allowed: boolean; secure: boolean }> = {},
) {
	const { allowed = true, secure = false, ...others } = changed;
	return {
		judge: parseJudge({ address: server.address, model: 'referee', concurrency: 1 }),
		key,
		fetch: fileTransport({ fetch, allowed: () => allowed, secure }),
		wait: async (milliseconds: number) => void waits.push(milliseconds),
		now: () => Date.parse('2026-01-01T00:00:00Z'),
		page: 'https://page.example',
		...others,
	} satisfies JudgeConnection;
}
/** The outcome with its messages in English. */
async function judge(n: number, changed: Parameters<typeof connection>[0] = {}, signal = never) {
	const watcher = {
		scored: async (more: readonly Score[]) => void scores.push(...more),
		progress: () => undefined,
	};
	const outcome = await judgeAnswers(answers(n), connection(changed), watcher, signal);
	const inEnglish = (statement: Statement | null) => statement && englishText(statement);
	return {
		...outcome,
		stopped: inEnglish(outcome.stopped),
		unscored: outcome.unscored.map((each) => ({ ...each, message: inEnglish(each.message) })),
	};
}
const impatient = () => ({
	judge: {
		...parseJudge({ address: server.address, model: 'referee', concurrency: 1 }),
		timeout: 0.05,
	},
});

test('marks have the judge’s model and reasons, and only the server gets the key', async () => {
	const outcome = await judge(3);
	expect(outcome).toEqual({ scored: 3, unscored: [], stopped: null });
	expect(scores).toHaveLength(6);
	expect(scores[0]).toEqual({
		answerSet: 'set',
		question: 'q0',
		category: 'safety',
		value: 6 / 9,
		by: { kind: 'judge', model: 'referee' },
		why: 'It is 7.',
		at: 1767225600000,
	});
	expect(server.seen.map(({ authorization }) => authorization)).toEqual(
		Array(3).fill(`Bearer ${key}`),
	);
	expect(server.seen[0].url).toBe('/v1/chat/completions');
	expect(JSON.stringify(scores)).not.toContain(key);
});

describe('faults that end the marking', () => {
	const faults: readonly (readonly [string, () => Promise<Parameters<typeof judge>[1]>, RegExp])[] =
		[
			[
				'an origin that was not allowed',
				async () => ({ allowed: false }),
				/may not ask http.*allow that address/,
			],
			[
				'http elsewhere from an https page',
				async () => ({
					secure: true,
					judge: parseJudge({ address: 'http://10.0.0.1/v1', model: 'm', concurrency: 1 }),
				}),
				/forbid it to ask http:\/\/10\.0\.0\.1 over http\. Use an https/,
			],
			[
				'no server',
				async () => ({
					judge: parseJudge({ address: 'http://127.0.0.1:9/v1', model: 'm', concurrency: 1 }),
				}),
				/Nothing answers at http:\/\/127\.0\.0\.1:9\. Check the host and the port/,
			],
			[
				'401',
				async () => {
					server.behave((r) => json(r, 401, { error: { message: `Incorrect API key: ${key}` } }));
					return {};
				},
				/refused the key \(status 401\)\. Check the key/,
			],
			[
				'404 for the model',
				async () => {
					server.behave((r) => json(r, 404, { error: { message: 'model "referee" not found' } }));
					return {};
				},
				/model referee does not \(status 404\).*model "referee" not found/,
			],
			[
				'a web page with status 200',
				async () => {
					server.behave((r) => void r.writeHead(200).end('<!doctype html><p>Welcome'));
					return {};
				},
				/gave a web page instead of an answer.*\/v1/,
			],
			[
				'JSON that is not a completion',
				async () => {
					server.behave((r) => json(r, 200, { key, hello: 1 }));
					return {};
				},
				/with a chat completion: “\{"key":"…","hello":1\}”/,
			],
			[
				'a redirect to another address',
				async () => {
					server.behave((r) => void r.writeHead(307, { Location: 'http://127.0.0.1:9/' }).end());
					return {};
				},
				/redirects requests/,
			],
		];
	test.each(faults)('%s', async (_what, prepare, words) => {
		const outcome = await judge(5, await prepare());
		expect(outcome.stopped).toMatch(words);
		expect(outcome.unscored).toHaveLength(1);
		expect(outcome.scored).toBe(0);
		expect(scores).toEqual([]);
		expect(JSON.stringify(outcome)).not.toContain(key);
	});
});

describe('faults of one answer', () => {
	test.each([400, 413, 422])('status %d, which a content filter sends', async (status) => {
		server.behave((r, request, n) =>
			n === 1 ? json(r, status, { error: `filtered ${key}` }) : marked(10)(r, request, n),
		);
		const outcome = await judge(4);
		expect(outcome).toMatchObject({ scored: 3, stopped: null });
		expect(outcome.unscored.map(({ question }) => question)).toEqual(['q1']);
		expect(outcome.unscored[0].message).toMatch(
			new RegExp(`refused this answer \\(status ${status}\\).*filtered …`),
		);
	});
	test('a completion without choices or without content', async () => {
		const silent = { role: 'assistant', content: null };
		const empty = [[], [{ message: { role: 'assistant' } }], [{ message: silent }], []];
		server.behave((r, request, n) =>
			n < 4 ? json(r, 200, { choices: empty[n] }) : marked(7)(r, request, n),
		);
		const outcome = await judge(3);
		expect(outcome).toMatchObject({ scored: 1, stopped: null });
		expect(outcome.unscored.map(({ question }) => question)).toEqual(['q0', 'q1']);
	});
	test('each request has its own tags', async () => {
		await judge(2);
		const tags = server.seen.map(({ messages }) => /<answer-(\w+)>/.exec(messages[1].content)![1]);
		expect(new Set(tags).size).toBe(2);
	});
	test('500 is retried once; then the answer has no mark, and the next one follows', async () => {
		server.behave((r, request, n) =>
			n < 2 ? json(r, 500, { error: 'out of memory' }) : marked(10)(r, request, n),
		);
		const outcome = await judge(2);
		expect(outcome.unscored.map(({ question }) => question)).toEqual(['q0']);
		expect(outcome.unscored[0].message).toMatch(/failed \(status 500\).*out of memory/);
		expect(outcome).toMatchObject({ scored: 1, stopped: null });
		expect(waits).toEqual([1000]);
	});
	test('the marking ends after three failed answers in a row', async () => {
		server.behave((r) => json(r, 503, {}));
		const outcome = await judge(9);
		expect(outcome.stopped).toMatch(/^3 answers in a row failed.*status 503/);
		expect(server.seen).toHaveLength(6);
		expect(scores).toEqual([]);
	});
	test('429 waits as the server says, in seconds or until a date', async () => {
		const headers = ['2.5', 'Thu, 01 Jan 2026 00:00:07 GMT', 'soon'];
		server.behave((r, request, n) =>
			n < 3 ? json(r, 429, {}, { 'Retry-After': headers[n] }) : marked(4)(r, request, n),
		);
		expect(await judge(1)).toMatchObject({ scored: 1 });
		expect(waits).toEqual([2500, 7000, 5000]);
	});
	test('endless 429, and a wait of an hour, are reported', async () => {
		server.behave((r) => json(r, 429, {}, { 'Retry-After': '1' }));
		expect((await judge(1)).unscored[0].message).toMatch(/wants fewer requests \(status 429\)/);
		server.behave((r) => json(r, 429, {}, { 'Retry-After': '3600' }));
		expect((await judge(1)).unscored[0].message).toMatch(/no request for 3600 s/);
	});
	test('a server that never answers runs into the timeout', async () => {
		server.behave(() => undefined);
		const outcome = await judge(1, impatient());
		expect(outcome.unscored[0].message).toMatch(/did not answer within 0\.05 s.*more seconds/);
	});
	test('an endless slow reply runs into the timeout', async () => {
		server.behave((r) => void r.writeHead(200).write('{"choices": ['));
		expect((await judge(1, impatient())).unscored[0].message).toMatch(/did not answer within/);
	});
	test('a slow reply within the timeout is accepted', async () => {
		server.behave((r, request, n) => void setTimeout(() => marked(1)(r, request, n), 150));
		expect(await judge(1)).toMatchObject({ scored: 1 });
		expect(scores.map(({ value }) => value)).toEqual([0, 0]);
	});
	test('a connection that breaks before or within the reply', async () => {
		server.behave((r) => void r.destroy());
		expect((await judge(1)).unscored[0].message).toMatch(/connection to .* broke/);
		server.behave((r) => {
			r.writeHead(200, { 'Content-Length': '1000' }).write('{"choices"');
			setTimeout(() => r.destroy(), 20);
		});
		expect((await judge(1)).unscored[0].message).toMatch(/connection to .* broke/);
	});
	test('a reply that is too long', async () => {
		server.behave((r) => void r.writeHead(200).end('x'.repeat(1_000_001)));
		expect((await judge(1)).unscored[0].message).toMatch(/more than a million characters/);
	});
	test('an unreadable reply is retried with the reason; a good second reply counts', async () => {
		server.behave((r, _request, n) =>
			n === 0 ? complete(r, 'A fine answer!') : complete(r, '{"safety": 10, "politeness": 1}'),
		);
		expect(await judge(1)).toMatchObject({ scored: 1, unscored: [] });
		expect(server.seen[1].messages.at(-2)?.content).toBe('A fine answer!');
		expect(server.seen[1].messages.at(-1)?.content).toMatch(/no JSON object/);
	});
	test('two unreadable replies leave one answer without a mark; the others are tried', async () => {
		server.behave((r) => complete(r, '{"safety": 11, "politeness": NaN}'));
		const outcome = await judge(5);
		expect(outcome).toMatchObject({ scored: 0, stopped: null });
		expect(outcome.unscored).toHaveLength(5);
		expect(outcome.unscored[0].message).toMatch(
			/reply to q0 cannot be read, twice.*It has no score/,
		);
		expect(scores).toEqual([]);
		expect(server.seen).toHaveLength(10);
	});
	test('a key in a reason is not stored', async () => {
		server.behave((r) =>
			complete(
				r,
				JSON.stringify({ safety: { mark: 5, reason: key }, politeness: { mark: 5, reason: 'x' } }),
			),
		);
		await judge(1);
		expect(scores[0].why).toBe('…');
	});
	test('a model that rejects the temperature gets none', async () => {
		server.behave((r, request, n) =>
			request.temperature === undefined
				? marked(3)(r, request, n)
				: json(r, 400, { error: { message: "'temperature' does not support 0" } }),
		);
		expect(await judge(1)).toMatchObject({ scored: 1 });
	});
});

test('the number of parallel requests is limited', async () => {
	let open = 0;
	let mostOpen = 0;
	server.behave((r, request, n) => {
		mostOpen = Math.max(mostOpen, ++open);
		setTimeout(() => {
			open--;
			marked(5)(r, request, n);
		}, 20);
	});
	const settings = parseJudge({ address: server.address, model: 'referee', concurrency: 3 });
	expect(await judge(12, { judge: settings })).toMatchObject({ scored: 12 });
	expect(mostOpen).toBe(3);
});

test('cancelling aborts the current request, and stored marks stay', async () => {
	const cancel = new AbortController();
	let gone = false;
	server.behave((r, request, n) => {
		if (n < 2) return marked(5)(r, request, n);
		r.on('close', () => (gone = true));
		setTimeout(() => cancel.abort(new DOMException('Cancelled.', 'AbortError')), 20);
	});
	await expect(judge(6, {}, cancel.signal)).rejects.toThrow('Cancelled.');
	expect(scores.map(({ question }) => question)).toEqual(['q0', 'q0', 'q1', 'q1']);
	await expect.poll(() => gone).toBe(true);
});

test('a CORS refusal is found by two more requests', async () => {
	const refused = new TypeError('Failed to fetch');
	const requests: string[] = [];
	const corsless: typeof fetch = async (input, init) => {
		requests.push(`${init?.mode ?? 'cors'} ${new URL(input as string).pathname}`);
		if (init?.mode === 'no-cors') return new Response('');
		throw refused;
	};
	const transport = fileTransport({ fetch: corsless, allowed: () => true, secure: false });
	const outcome = await judge(1, { fetch: transport });
	expect(outcome.stopped).toMatch(/does not let this page read.*CORS.*https:\/\/page\.example/);
	expect(requests).toEqual(['cors /v1/chat/completions', 'cors /v1/models', 'no-cors /']);
});
