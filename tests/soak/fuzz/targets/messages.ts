/** Messages to the worker's host: every call, changed in its values, types, nesting and fields. */
import { InputError, isAbort, LabError, InternalError, toMessage } from '#engine/core/errors.ts';
import type { Json, JsonObject } from '#engine/core/json.ts';
import type { LabReply } from '#lab/worker/protocol.ts';
import { fromWire } from '#lab/worker/wireError.ts';
import type { Chance } from '../chance.ts';
import { evaluation } from '../messages/contents.ts';
import { readContents, freshLab, type FuzzedLab } from '../messages/lab.ts';
import { oddMarks, withoutMarks } from '../messages/values.ts';
import { validRequests } from '../messages/requests.ts';
import { mutatedJson } from '../mutate.ts';
import { defineTarget, Defect, demand } from '../target.ts';

/** A host that is silent for so long hangs. */
const answerMilliseconds = 10_000;

/** A message with marks for what JSON does not have. */
function makeMessage(chance: Chance): Json {
	const [call, request] = chance.one(validRequests);
	const message: Json = { id: 77, call, request };
	if (chance.is(0.04)) return mutatedJson(message, chance);
	return { ...message, request: chance.is(0.05) ? request : changed(request, chance) };
}

function changed(request: Json, chance: Chance): Json {
	if (request === null || chance.is(0.8)) return mutatedJson(request, chance, 2);
	return { ...(request as JsonObject), [chance.one(Object.keys(request))]: chance.one(oddMarks) };
}

let kept: FuzzedLab | undefined;

/** Sends the message. What was stored is there afterwards, unless the call deletes it. */
async function open(marked: Json): Promise<void> {
	const message = withoutMarks(structuredClone(marked));
	const lab = (kept ??= await freshLab());
	const before = await readContents(lab);
	let isSame = false;
	try {
		const reply = await Promise.race([lab.ask(message), silence()]);
		await lab.settle();
		const after = await readContents(lab);
		demand(lab.rejections.length === 0, `A rejection that nobody handles: ${lab.rejections[0]}`);
		const lost = [...before].filter(([key, value]) => after.get(key) !== value);
		for (const [key] of lost) demand(mayLose(message, key), `The call loses or changes ${key}.`);
		const isUnchanged = lost.length === 0 && after.size === before.size;
		isSame = isUnchanged && (!reply.ok || isOneOf(reads, (message as { call?: unknown }).call));
		if (!reply.ok) throw refusal(message, fromWire(reply.error));
	} finally {
		// Another call may have opened a run, so the next case begins with another lab.
		if (!isSame) {
			kept = undefined;
			await lab.close();
		}
	}
}

async function silence(): Promise<LabReply> {
	await new Promise((resolve) => void setTimeout(resolve, answerMilliseconds).unref());
	throw new Defect(`No answer in ${answerMilliseconds / 1000} s.`);
}

const isOneOf = (calls: Readonly<Record<string, string>>, call: unknown): boolean => {
	const [noun = '', verb = ''] = typeof call === 'string' ? call.split('.') : [];
	return Object.hasOwn(calls, noun) && calls[noun].split(' ').includes(verb);
};

/** Calls that delete or change the item that they name, by their meaning. */
const changes = {
	answer: 'delete rename score importScores',
	artefact: 'delete keep',
	model: 'delete generate',
	question: 'delete',
	run: 'delete describe fork pause play resume stop switchPolicy',
	skill: 'remove',
	study: 'delete keepRuns pause play retry',
};
/** Calls that change nothing in the worker either. */
const reads = {
	answer: 'export exportScores list open',
	artefact: 'export list',
	evaluation: 'export report',
	lab: 'open ping',
	question: 'export list open',
	run: 'checkpoints events export list meanMix metrics summary',
	skill: 'list rows',
	storage: 'report',
	study: 'list open',
};

function mayLose(message: unknown, key: string): boolean {
	const { call, request } = message as { call?: unknown; request?: unknown };
	if (!isOneOf(changes, call)) return false;
	if (call === 'answer.importScores') return key.startsWith('answers ');
	const ids = namesIn(request);
	// The answers to a set are deleted with it.
	if (call === 'question.delete' && key.startsWith('answers '))
		return ids.includes(evaluation.questionSet.sha256);
	return ids.some((id) => key.split(' ').includes(id));
}

/** All texts in the request. */
const namesIn = (value: unknown): readonly string[] =>
	typeof value === 'string'
		? [value]
		: value !== null && typeof value === 'object'
			? Object.values(value).flatMap(namesIn)
			: [];

/** Refusals of other classes are right for some calls: of storage, of a device, of other calls. */
function refusal(message: unknown, error: Error): Error {
	if (error instanceof InputError || !(error instanceof LabError) || isAbort(error)) return error;
	if (
		error instanceof InternalError &&
		!/knows no call|cannot answer|names no call/.test(toMessage(error))
	)
		return error;
	return new InputError(error.statement, {
		call: String((message as { call?: unknown })?.call),
		...error.data,
	});
}

export const messages = defineTarget<Json>({
	name: 'messages',
	make: makeMessage,
	open,
	names: (sent, { data, message }) =>
		Object.keys(data).length > 0 ||
		/https?:\/\//.test(message) ||
		namesIn(sent).some(
			(text) => text.length > 5 && message.toLowerCase().includes(text.slice(0, 20).toLowerCase()),
		),
	show: (message) => JSON.stringify(message),
});
