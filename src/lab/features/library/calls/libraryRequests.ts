/** The fields of requests about data, models, hubs and files with parts of the lab. */
import * as v from 'valibot';
import { between, mustBe } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import {
	anyText,
	count,
	data,
	file,
	files,
	flag,
	id,
	listOf,
	object,
	oneOf,
	optional,
	rows,
	type Requests,
} from '#lab/worker/requests.ts';
import type { LibraryCalls } from './libraryCalls.ts';

const tuned = { runId: id, page: anyText, best: optional(flag) };
const hubFile = object({ name: id, bytes: count, hash: v.nullable(data) });
const url = v.pipe(
	anyText,
	v.check((value) => URL.canParse(value), mustBe(say('an address such as https://huggingface.co'))),
);
const listing = object({ name: id, hub: url, commit: id, files: listOf(hubFile) });
const hub = { address: anyText, token: anyText };
const namedFile = object({ name: anyText, blob: v.instance(Blob) });

export const libraryRequests: Requests<LibraryCalls> = {
	'import.inspect': {
		importId: id,
		file,
		mapping: optional(data),
		heldOutShare: optional(between(0, 1)),
		seed: optional(count),
		maskPrivate: optional(flag),
	},
	'import.start': { importId: id, file, mapping: data, options: data, model: optional(id) },
	'skill.seen': {
		...rows,
		version: optional(count),
		noise: optional(data),
		sha256: id,
		context: count,
	},
	'skill.separate': { trainer: id, holder: id },
	'skill.answers': { id },
	'skill.measure': { id, measure: data },
	'skill.remove': { id },
	'skill.restore': { id },
	'skill.export': { id },
	'skill.import': { file },
	'pack.write': {
		name: anyText,
		link: optional(anyText),
		parts: listOf(object({ kind: id, id, name: anyText, files: listOf(namedFile) })),
	},
	'pack.read': { file },
	'model.import': { files, name: optional(anyText) },
	'model.files': { id },
	'hub.find': hub,
	'hub.fetch': { listing, token: anyText },
	'hub.findData': hub,
	'hub.fetchData': { listing, file: id, token: anyText },
	'hub.drafts': null,
	'hub.drop': { draft: count },
	'hub.redirect': { ...hub, address: url },
	'model.delete': { id },
	'model.rowLengths': { experiment: data },
	'model.memory': { experiment: data },
	'model.export': { ...tuned, form: oneOf(['model', 'adapter', 'F16', 'Q8_0']) },
	'model.page': { ...tuned, shell: anyText },
	'model.keep': { ...tuned, name: anyText },
};
