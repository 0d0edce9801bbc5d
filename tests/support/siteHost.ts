/**
 * A host of the built site in a sub-path, without isolation headers, whose files can change. It
 * never answers a request for a file named `unanswered`.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { localServer } from './localServer.ts';

const types: Record<string, string> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.wasm': 'application/wasm',
	'.json': 'application/json',
	'.svg': 'image/svg+xml',
};
/** The new content of a file; null: the file is gone. */
type Change = (file: string, content: string) => string | null;
/**
 * What comes in place of the file of the nth request, from 1: nothing, a broken connection, no such
 * file, or the login page of a network.
 */
type Fault = 'silence' | 'break' | 'missing' | 'portal';
type Faults = (file: string, nth: number) => Fault | null;

const loginPage = '<!doctype html><title>Login</title><h1>Welcome to this network</h1>';

export async function siteHost() {
	let change: Change | null = null;
	let faults: Faults = () => null;
	let requests = 0;
	const host = await localServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
		if (pathname.endsWith('/unanswered')) return;
		const file = pathname.replace(/^\/some\/folder\//, '').replace(/^$/, 'index.html');
		const fault = faults(file, ++requests);
		if (fault === 'silence') return;
		if (fault === 'break') return void request.socket.destroy();
		if (fault === 'missing') return void response.writeHead(404).end();
		if (fault === 'portal')
			return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(loginPage);
		readFile(path.join('dist', file)).then(
			(content) => {
				const isText = /\.(html|js)$/.test(file);
				const changed = change && isText ? change(file, content.toString()) : content;
				if (changed === null) return response.writeHead(404).end();
				const type = types[path.extname(file)] ?? 'application/octet-stream';
				return response.writeHead(200, { 'Content-Type': type }).end(changed);
			},
			() => response.writeHead(404).end(),
		);
	});
	return {
		address: `${host.origin}/some/folder/`,
		/** Replaces the site by another version of it. */
		change: (to: Change) => void (change = to),
		/** Counts requests from 1 again. */
		fail(how: Faults): void {
			faults = how;
			requests = 0;
		},
		close: host.close,
	};
}
