/** Sends results to the teacher's machine that serves this page, and reads them there. */
import { checkedBy, object } from '#engine/core/fields.ts';
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import * as v from 'valibot';

/** The name of the mark that `npm start -- --network` writes into the page. */
export const collectsMark = 'skillet-collects';

/** Whether the host of this page collects the results of a class. */
export const collects = (): boolean =>
	document.querySelector(`meta[name="${collectsMark}"]`) !== null;

/** The same for all results of this browser. It names nobody. */
function sender(): string {
	const storage = browserStorage('localStorage');
	const key = 'skillet.sender';
	const id = storage.getItem(key) ?? newId();
	storage.setItem(key, id);
	return id;
}

/** Throws InputError with what to do if the teacher's machine does not take the request. */
async function request(init: RequestInit): Promise<Response> {
	const reply = await fetch('/class', init).catch(() => null);
	if (reply?.ok) return reply;
	throw new InputError(refusals[reply?.status ?? 0] ?? refusals[0]);
}
const refusals: Readonly<Record<number, ReturnType<typeof say>>> = {
	0: say('The teacher’s computer does not answer. Check the network, and press again.'),
	400: say('The teacher’s computer does not take this result. Copy it and send it another way.'),
	403: say('The code is wrong. The terminal of npm start shows it.'),
	429: say('Too much came from this network. Press again in a minute.'),
	507: say('The class is full. The teacher can save its lines and clear it.'),
};

/** `name`: a nickname, or empty. A later result of the same lesson takes the place of this one. */
export async function sendResult(lesson: string, name: string, line: string): Promise<void> {
	const result = { sender: sender(), lesson, line, ...(name !== '' && { name }) };
	const headers = { 'Content-Type': 'application/json' };
	await request({ method: 'POST', headers, body: JSON.stringify(result) });
}

const collectedSchema = object({ version: v.string(), lines: v.array(v.string()) });
export type Collected = v.InferOutput<typeof collectedSchema>;

const byCode = (code: string) => ({ Authorization: `Bearer ${code.trim().toUpperCase()}` });

/** Null: nothing has changed since `version`. */
export async function readCollected(code: string, version: string): Promise<Collected | null> {
	const reply = await request({ headers: { ...byCode(code), 'If-None-Match': version } });
	return reply.status === 204 ? null : checkedBy(collectedSchema, await reply.json());
}
export const clearCollected = (code: string): Promise<unknown> =>
	request({ method: 'DELETE', headers: byCode(code) });
