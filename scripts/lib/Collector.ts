/**
 * The results that pupils send to the teacher's machine (`npm start -- --network`). They are
 * bounded, and kept in one file, so that a restart loses none. Only a page with the code reads or
 * clears them.
 */
import { randomInt, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { checkedBy, list, object, text } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { findLinks } from '#lab/run/linkText.ts';
import gallery from '#lab/features/teach/lessons/gallery.json' with { type: 'json' };
import { SetupError } from './faults.ts';
import { writeBeside } from './writeBeside.ts';

/** A class has thirty pupils and a few lessons; all fit many times. */
export const limits = {
	results: 1000,
	/** Of one machine: a pupil's, or those of a room behind one router. */
	resultsOfAddress: 100,
	/** Of a browser. */
	resultsPerMinute: 10,
	/** Codes and bodies that are wrong, of one machine. */
	faultsPerMinute: 60,
	bytesOfResult: 8000,
};

const resultSchema = object({
	/** Random, and the same for all results of a browser. It names nobody. */
	sender: text(64),
	/** A later result of the sender in the same lesson takes the place of an earlier one. */
	lesson: text(2000),
	/** A nickname that the pupil chose. */
	name: v.exactOptional(text(40)),
	line: text(limits.bytesOfResult),
});
type Result = v.InferOutput<typeof resultSchema>;
const storedSchema = object({
	code: text(20),
	results: list(object({ address: text(60), ...resultSchema.entries }), say('results'), 1e5, 0),
});
type Stored = v.InferOutput<typeof storedSchema>;

/** Without signs that look like others. */
const codeSigns = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const newCode = (): string =>
	Array.from({ length: 8 }, () => codeSigns[randomInt(codeSigns.length)]).join('');

/** What a page is told, with the status of the reply. */
class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export class Collector {
	readonly code: string;
	/** In the order of the senders' first results. */
	readonly #results: Map<string, Stored['results'][number]>;
	/** Requests in this minute, by browser, and wrong ones by address. */
	readonly #requests = new Map<string, number>();
	#minute = 0;
	/** Changes with the results, also after a restart. */
	#version = Date.now();

	/** `file`: keeps the results. `report`: receives a line if it cannot be written. */
	constructor(
		private readonly file: string,
		private readonly report: (line: string) => void,
		private readonly now: () => number = Date.now,
	) {
		const { code, results } = readStored(file);
		this.code = code;
		this.#results = new Map(results.map((result) => [keyOf(result), result]));
	}
	get count(): number {
		return this.#results.size;
	}

	/** Whether the request is about the class; then it is answered. */
	async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
		const to = shortAddress(pathname);
		if (to !== null) response.writeHead(302, { Location: to }).end();
		if (to !== null || pathname !== '/class') return to !== null;
		response.setHeader('Cache-Control', 'no-store');
		try {
			const reply = await this.#reply(request);
			if (reply === null) response.writeHead(204).end();
			else response.writeHead(200, { 'Content-Type': 'application/json' }).end(reply);
		} catch (error) {
			const isRefused = error instanceof Refusal;
			if (!isRefused) this.report(`A result was lost: ${String(error)}`);
			response.writeHead(isRefused ? error.status : 500);
			response.end(isRefused ? error.message : '');
			// A reply before the end of the body can be lost with the connection.
			request.resume();
		}
		return true;
	}

	async #reply(request: IncomingMessage): Promise<string | null> {
		const address = request.socket.remoteAddress ?? '';
		if (request.method === 'POST') {
			this.#add(address, await this.#read(request, address));
			return null;
		}
		if (!this.#isTeacher(request)) {
			this.#demandRate(address, limits.faultsPerMinute);
			throw new Refusal(403, 'The code is wrong. The terminal of npm start shows it.');
		}
		if (request.method === 'DELETE') {
			this.#results.clear();
			this.#store();
			return null;
		}
		if (request.method !== 'GET') throw new Refusal(405, 'Use GET, POST or DELETE.');
		if (request.headers['if-none-match'] === String(this.#version)) return null;
		const lines = [...this.#results.values()].map(({ name, line }) =>
			name === undefined ? line : `${name}: ${line}`,
		);
		return JSON.stringify({ version: String(this.#version), lines });
	}

	#isTeacher({ headers: { authorization = '' } }: IncomingMessage): boolean {
		const [sent, expected] = [authorization, `Bearer ${this.code}`].map((text) =>
			Buffer.from(text),
		);
		return sent.length === expected.length && timingSafeEqual(sent, expected);
	}

	/** One who floods costs the others at the same address nothing. */
	async #read(request: IncomingMessage, address: string): Promise<Result> {
		try {
			return readResult(request, await bodyOf(request));
		} catch (error) {
			this.#demandRate(address, limits.faultsPerMinute);
			throw error;
		}
	}

	#demandRate(sender: string, limit: number): void {
		const minute = Math.floor(this.now() / 60_000);
		if (minute !== this.#minute) this.#requests.clear();
		this.#minute = minute;
		const count = (this.#requests.get(sender) ?? 0) + 1;
		this.#requests.set(sender, count);
		if (count > limit) throw new Refusal(429, 'Too many requests. Send it again in a minute.');
	}

	#add(address: string, result: Result): void {
		const stored = { address, ...result };
		const key = keyOf(stored);
		if (!this.#results.has(key)) {
			const all = [...this.#results.values()];
			const fromAddress = all.filter((other) => other.address === address);
			if (all.length >= limits.results || fromAddress.length >= limits.resultsOfAddress)
				throw new Refusal(507, 'The class is full. The teacher can save and clear it.');
		}
		this.#demandRate(JSON.stringify([address, result.sender]), limits.resultsPerMinute);
		this.#results.set(key, stored);
		this.#store();
	}

	#store(): void {
		this.#version++;
		try {
			writeStored(this.file, { code: this.code, results: [...this.#results.values()] });
		} catch (error) {
			this.report(`${String(error)} The results are in memory until the server stops.`);
		}
	}
}

/** The addresses that fit a small QR code: `/l/3` is the third lesson, `/c` is Class. */
function shortAddress(pathname: string): string | null {
	if (pathname === '/c') return '/#class';
	const lesson = gallery[Number(/^\/l\/([1-9]\d?)$/.exec(pathname)?.[1]) - 1];
	return lesson ? `/#lesson=${lesson.id}&seeds=each` : null;
}

const keyOf = ({ sender, lesson }: Result): string => JSON.stringify([sender, lesson]);

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	let bytes = 0;
	const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
	for await (const part of body) {
		bytes += part.length;
		if (bytes > 2 * limits.bytesOfResult) throw new Refusal(413, 'The result is too long.');
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

function readResult({ headers }: IncomingMessage, body: string): Result {
	// A page of another site can send plain text, but no JSON.
	if (headers['content-type'] !== 'application/json')
		throw new Refusal(415, 'Send the result as application/json.');
	let result: Result;
	try {
		result = checkedBy(resultSchema, JSON.parse(body));
	} catch {
		throw new Refusal(400, 'This is not a result of a lesson.');
	}
	const { name, line, ...keys } = result;
	const plain = name?.replaceAll(/[[\]#\p{C}]/gu, ' ').trim() ?? '';
	if (line.includes('\n') || findLinks(line).length !== 1)
		throw new Refusal(400, 'This is not a result of a lesson.');
	return { ...keys, line, ...(plain !== '' && { name: plain }) };
}

function readStored(file: string): Stored {
	if (!existsSync(file)) return { code: newCode(), results: [] };
	try {
		return checkedBy(storedSchema, JSON.parse(readFileSync(file, 'utf8')));
	} catch (error) {
		throw new SetupError(
			`${file} has no results that this version reads (${String(error)}). Move the file away.`,
		);
	}
}
const writeStored = (file: string, stored: Stored): void =>
	writeBeside(file, JSON.stringify(stored, null, '\t'));
