/**
 * The address of a model or a data set on a hub: `owner/name`, `owner/name@revision`, or the
 * address of its page, also on another hub than Hugging Face's.
 */
import { fieldError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';

export interface HubAddress {
	/** Without a slash at the end. */
	readonly hub: string;
	readonly name: string;
	/** A branch, a tag or a commit. */
	readonly revision: string;
}

export type HubKind = 'model' | 'data';

export const defaultHub = 'https://huggingface.co';
const localHost = /^(localhost|127(\.\d+){3}|.*\.localhost)$/;
const part = /^[\w.-]+$/;

type Fault = (what: Message) => Error;

/** Throws InputError. */
export function parseAddress(written: string, kind: HubKind = 'model'): HubAddress {
	const fault: Fault = (what) =>
		fieldError(
			'address',
			say(
				"{what}. Type owner/name, owner/name@revision or the address of the {kind, select, data {data set} other {model}}'s page.",
				{ what, kind },
			),
		);
	const typed = written.trim().replace(/^(?=(www\.)?(huggingface\.co|hf\.co)\/)/, 'https://');
	const { hub, path } = /^\w+:\/\//.test(typed)
		? splitUrl(typed, fault)
		: { hub: defaultHub, path: typed };
	const at = path.indexOf('@');
	const [before, after] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)];
	// The page that shows rows names no revision.
	const shown = kind === 'data' ? before.replace(/\/viewer(\/.*)?$/, '') : before;
	const page = /^(.*?)\/(?:tree|blob|resolve)\/([^/]+)(\/.*)?$/.exec(shown);
	const segments = (page?.[1] ?? shown).split('/');
	if (kind === 'data' && segments.length > 1) dropDatasets(segments);
	const revision = after || page?.[2].replaceAll('%2F', '/') || 'main';
	const other = segments.find((segment) => /^(datasets|spaces)$/.test(segment));
	if (other)
		throw fault(
			say('it names {other}, not a {kind, select, data {data set} other {model}}', { other, kind }),
		);
	const isShort = hub === defaultHub && segments.length > 2;
	if (isShort || !segments.every((segment) => part.test(segment)) || !/^[\w./-]+$/.test(revision))
		throw fault(
			say('“{typed}” is not the name of a {kind, select, data {data set} other {model}}', {
				typed: truncate(typed, 80),
				kind,
			}),
		);
	const name = segments.slice(-2).join('/');
	// A mirror can lie below its host's root.
	return { hub: [hub, ...segments.slice(0, -2)].join('/'), name, revision };
}

function splitUrl(text: string, fault: Fault) {
	if (!URL.canParse(text))
		throw fault(say('“{value}” is not an address', { value: truncate(text, 80) }));
	const url = new URL(text);
	const { protocol, hostname } = url;
	const isKnown = /^(www\.)?(huggingface\.co|hf\.co)$/.test(hostname);
	if (protocol !== 'https:' && !(protocol === 'http:' && localHost.test(hostname)))
		throw fault(
			say('it starts with {protocol}//; only this machine may be asked without https', {
				protocol,
			}),
		);
	// The page that shows rows has its view behind a “?”.
	if (url.username + url.password + (isKnown ? '' : url.search + url.hash) !== '')
		throw fault(say('it has a password, a “?” or a “#”'));
	if (hostname.startsWith('['))
		throw fault(say("it has an IPv6 number, which a page's policy cannot name"));
	const path = url.pathname.replaceAll('%40', '@').replace(/^\/+|\/+$/g, '');
	return { hub: isKnown ? defaultHub : url.origin, path };
}

/** Removes the folder `datasets` before a name, which may have an owner. */
function dropDatasets(segments: string[]): void {
	const at = segments.lastIndexOf('datasets', -2);
	if (at >= Math.max(0, segments.length - 3)) segments.splice(at, 1);
}
