/** Handlers of calls about models on a hub: find, fetch, and unfinished downloads. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { mustBe } from '#engine/core/fields.ts';
import { wait } from '#engine/core/nextTask.ts';
import { say } from '#engine/core/message.ts';
import type { FileHash, HubModel, ModelInfo } from '#lab/run/stores.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { anyText, count, data, id, listOf, object, type Handlers } from '#lab/worker/calls.ts';
import { defaultHub, parseAddress } from '../model/hub/address.ts';
import { longestMinutes, type HubConnection } from '../model/hub/askHub.ts';
import { dataFolder, findData } from '../model/hub/hubData.ts';
import { addBytes, findModel, hubSource, readWhole } from '../model/hub/hubModel.ts';
import { takeModel } from '../model/intake/takeModel.ts';
import { modelInfo } from './modelHandlers.ts';

const modelTask = 'model.hub';
const dataTask = 'data.hub';

type HubLab = Pick<OpenLab, 'stores' | 'tasks' | 'runJob'> & {
	readonly outside: Pick<OpenLab['outside'], 'fetch' | 'follow'>;
};

const url = v.pipe(
	anyText,
	v.check((value) => URL.canParse(value), mustBe(say('an address such as https://huggingface.co'))),
);
const hubFile = object({ name: id, bytes: count, hash: v.nullable(data<FileHash>()) });
const listing = object({ name: id, hub: url, commit: id, files: listOf(hubFile) });
const hub = { address: anyText, token: anyText };

export const hubRequests = {
	/** The files of a model on a hub, its size and type. The token goes to the hub only. */
	'hub.find': hub,
	/**
	 * Downloads a model that `hub.find` found, or continues its download. `progress` events and
	 * `task.cancel` name it `model.hub`. What was fetched stays after a failure.
	 */
	'hub.fetch': { listing, token: anyText },
	/** The files of a data set on a hub. `progress` events name it `data.hub`. */
	'hub.findData': hub,
	/** Downloads a file that `hub.findData` found. */
	'hub.fetchData': { listing, file: id, token: anyText },
	/** Unfinished downloads, oldest first. */
	'hub.drafts': null,
	'hub.drop': { draft: count },
	/** The origin that a redirect leads to. One request follows it. Throws InputError. */
	'hub.redirect': { ...hub, address: url },
};

export function hubHandlers({ stores, tasks, outside, runJob }: HubLab) {
	/** A connection for a task, whose progress `report` sends. */
	function connect(task: string, { hub, name }: Pick<HubModel, 'hub' | 'name'>, typed: string) {
		/** Fraction of the download that has arrived. */
		let arrived: number | null = null;
		const connection: HubConnection = {
			hub,
			token: checkedToken(typed),
			fetch: outside.fetch,
			wait,
			now: Date.now,
			onWaiting: (why, seconds) => {
				if (why === 'silent' && seconds === 0) return report(arrived);
				const values = { name, why, seconds, minutes: longestMinutes };
				tasks.report(task, { id: 'model.waiting', values }, arrived);
			},
		};
		const report = (fraction: number | null) => {
			arrived = fraction;
			const id = fraction === null ? 'model.finding' : 'model.fetching';
			tasks.report(task, { id, values: { name } }, fraction);
		};
		return { connection, report };
	}
	/** The file of a data set whose download broke off, while the page stays open. */
	let unfinished = { file: '', parts: [] as Blob[] };
	/** The draft of the same files that an earlier attempt left, or a new one. */
	async function openDraft(model: HubModel, bytes: number) {
		const { models } = stores;
		const found = (await models.drafts()).find(
			({ model: { hub, name, commit } }) =>
				hub === model.hub && name === model.name && commit === model.commit,
		);
		await stores.requireSpace(bytes - (found?.stored ?? 0));
		const draft = found && (await models.openDraft(found.id));
		return draft ?? models.draft(model.name, bytes, model);
	}

	return {
		'hub.find': ({ address, token }) =>
			tasks.run(modelTask, async (signal) => {
				const parsed = parseAddress(address);
				const { connection, report } = connect(modelTask, parsed, token);
				report(null);
				return findModel(connection, parsed, signal);
			}),
		'hub.fetch': ({ listing: model, token }) =>
			tasks.run(modelTask, async (signal): Promise<ModelInfo> => {
				const { name, hub, commit } = model;
				const bytes = addBytes(model);
				const draft = await openDraft(model, bytes);
				const { connection, report } = connect(modelTask, model, token);
				const onProgress = (done: number) => report(done / bytes);
				const source = hubSource(connection, model);
				const taken = await takeModel({ source, draft, signal, onProgress, runJob });
				signal.throwIfAborted();
				const base = hub === defaultHub ? '' : `${hub}/`;
				const info = { ...modelInfo('hub', name, taken), origin: `${base}${name}@${commit}` };
				await draft.commit(info);
				return info;
			}),
		'hub.findData': ({ address, token }) =>
			tasks.run(dataTask, async (signal) => {
				const parsed = parseAddress(address, 'data');
				const { connection, report } = connect(dataTask, parsed, token);
				report(null);
				return findData(connection, parsed, signal);
			}),
		'hub.fetchData': ({ listing: data, file, token }) =>
			tasks.run(dataTask, async (signal) => {
				const { bytes } = data.files.find((listed) => listed.name === file)!;
				await stores.requireSpace(bytes);
				const id = [data.hub, data.name, data.commit, file].join(' ');
				if (unfinished.file !== id) unfinished = { file: id, parts: [] };
				const { parts } = unfinished;
				const { connection, report } = connect(dataTask, data, token);
				const source = hubSource(connection, dataFolder(data));
				const onProgress = (done: number) => report(done / bytes);
				const blob = await readWhole(source, file, signal, onProgress, parts);
				unfinished = { file: '', parts: [] };
				const [name] = data.name.split('/').slice(-1);
				return new File([blob], [name, ...file.split('/')].join('-'));
			}),
		'hub.drafts': () => stores.models.drafts(),
		'hub.drop': ({ draft }) => stores.models.dropDraft(draft),
		/** One request of one byte: the page does not know the origin yet. */
		'hub.redirect': async ({ address, token: typed }) => {
			const token = checkedToken(typed);
			const authorization = token === '' ? {} : { Authorization: `Bearer ${token}` };
			const headers = { Range: 'bytes=0-0', ...authorization };
			const end = await outside.follow({ url: address, headers });
			const { origin } = new URL(address);
			const target = end && new URL(end).origin;
			if (target && target !== origin) return { origin: target };
			throw new InputError(
				say(
					'{origin} redirects to an address that cannot be read from a page. Download the files by hand, and open them here.',
					{ origin },
				),
			);
		},
	} satisfies Handlers<typeof hubRequests>;
}

/** Checks that the token fits into a header. Throws InputError without the token in it. */
function checkedToken(typed: string): string {
	const token = typed.trim();
	if (/^[\x21-\x7e]*$/.test(token)) return token;
	throw new InputError(
		say('The token has a space or a character that no token has. Copy it again, and nothing else.'),
		{ field: 'token' },
	);
}
