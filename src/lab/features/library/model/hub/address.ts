/**
 * The address of a model on a hub: `owner/name`, `owner/name@revision`, or the address of its page,
 * also on another hub than Hugging Face's.
 */
import { wrong } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';

export interface HubAddress {
	/** Without a slash at the end. */
	readonly hub: string;
	readonly name: string;
	/** A branch, a tag or a commit. */
	readonly revision: string;
}

export const defaultHub = 'https://huggingface.co';
const localHost = /^(localhost|127(\.\d+){3}|.*\.localhost)$/;
const part = /^[\w.-]+$/;

/** Throws InputError. */
export function parseAddress(typed: string): HubAddress {
	const text = typed.trim();
	const known = text.replace(/^(?=(www\.)?(huggingface\.co|hf\.co)\/)/, 'https://');
	return /^\w+:\/\//.test(known) ? parseUrl(known) : parsePath(defaultHub, text, text);
}

function parseUrl(text: string): HubAddress {
	if (!URL.canParse(text))
		throw fault(sentence('library.errors.isNoAddress', { value: truncate(text, 80) }));
	const url = new URL(text);
	const { protocol, hostname } = url;
	if (protocol !== 'https:' && !(protocol === 'http:' && localHost.test(hostname)))
		throw fault(sentence('library.errors.startsWithOnlyMachineMay', { protocol }));
	if (url.username + url.password + url.search + url.hash !== '')
		throw fault(sentence('library.errors.hasPassword'));
	if (hostname.startsWith('[')) throw fault(sentence('library.errors.hasIpv6NumberWhichPage'));
	const isKnown = /^(www\.)?(huggingface\.co|hf\.co)$/.test(hostname);
	const path = url.pathname.replaceAll('%40', '@').replace(/^\/+|\/+$/g, '');
	return parsePath(isKnown ? defaultHub : url.origin, path, text);
}

/** `hub` may get the first folders of the path: a mirror can lie below its host's root. */
function parsePath(hub: string, path: string, typed: string): HubAddress {
	const at = path.indexOf('@');
	const [before, after] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)];
	const page = /^(.*?)\/(?:tree|blob|resolve)\/([^/]+)(\/.*)?$/.exec(before);
	const segments = (page?.[1] ?? before).split('/');
	const revision = after || page?.[2] || 'main';
	const kind = segments.find((segment) => /^(datasets|spaces)$/.test(segment));
	if (kind) throw fault(sentence('library.errors.namesNotModel', { kind }));
	const isShort = hub === defaultHub && segments.length > 2;
	if (isShort || !segments.every((segment) => part.test(segment)) || !/^[\w./-]+$/.test(revision))
		throw fault(sentence('library.errors.isNoNameOfModel', { typed: truncate(typed, 80) }));
	if (segments.some((segment) => /^\.+$/.test(segment)) || revision.includes('..'))
		throw fault(sentence('library.errors.hasPartOfDotsOnly', { typed: truncate(typed, 80) }));
	const name = segments.slice(-2).join('/');
	const folders = segments.slice(0, -2);
	return { hub: [hub, ...folders].join('/'), name, revision };
}

const fault = (what: Message) =>
	wrong('address', sentence('library.errors.typeOwnerNameOwnerName', { what }));
