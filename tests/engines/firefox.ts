/**
 * Firefox through Marionette, the protocol that geckodriver speaks to it: each message is its
 * length, a colon and JSON. (WebDriver BiDi would need a WebSocket, which Node 20 lacks.)
 */
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { Driver } from './driver.ts';
import { Session } from './processes.ts';
import { createWebDriver, webDriverCommands, type NewSession } from './webDriver.ts';

const preferences = {
	// 0: any free port; Firefox writes it to a file of the profile.
	'marionette.port': 0,
	'datareporting.policy.dataSubmissionEnabled': false,
	// Answers the question of navigator.storage.persist() with no, instead of asking a person.
	'dom.storageManager.prompt.testing': true,
	'dom.storageManager.prompt.testing.allow': false,
};

export async function launchFirefox(program: string): Promise<Driver> {
	const session = new Session();
	try {
		const lines = Object.entries(preferences).map(
			([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
		);
		await writeFile(path.join(session.folder, 'user.js'), lines.join('\n'));
		session.start(program, [
			...['--headless', '--marionette', '--no-remote', '--profile', session.folder],
			...['--width', '1440', '--height', '900'],
		]);
		const port = await session.until('Firefox', async () => {
			const text = await readFile(path.join(session.folder, 'MarionetteActivePort'), 'utf8');
			return Number(text) || undefined;
		});
		const marionette = await openMarionette(port);
		const created = await marionette.send('WebDriver:NewSession', {});
		return await createWebDriver(
			created as unknown as NewSession,
			async (command, parameters, id) => {
				const answer = await marionette.send(webDriverCommands[command].name, {
					...parameters,
					...(id !== undefined && { id }),
				});
				return answer['value'];
			},
			async () => {
				marionette.close();
				await session.end();
			},
		);
	} catch (error) {
		await session.end();
		throw error;
	}
}

type Answer = { readonly [name: string]: unknown };
interface Failure {
	readonly error: string;
	readonly message: string;
}

async function openMarionette(
	port: number,
): Promise<{ send(name: string, parameters: object): Promise<Answer>; close(): void }> {
	const socket = await new Promise<Socket>((resolve, reject) => {
		const opened = connect(port, '127.0.0.1', () => resolve(opened)).once('error', reject);
	});
	const waiting = new Map<number, (failure: Failure | null, answer: Answer) => void>();
	let received = Buffer.alloc(0);
	let lastId = 0;
	socket.on('data', (chunk) => {
		received = Buffer.concat([received, chunk]);
		for (;;) {
			const colon = received.indexOf(':');
			const end = colon + 1 + Number(received.subarray(0, Math.max(0, colon)).toString());
			if (colon < 0 || received.length < end) return;
			const message: unknown = JSON.parse(received.subarray(colon + 1, end).toString());
			received = received.subarray(end);
			// The first message is a greeting, which is not a list.
			if (!Array.isArray(message)) continue;
			const [, id, failure, answer] = message as [1, number, Failure | null, Answer];
			waiting.get(id)?.(failure, answer);
			waiting.delete(id);
		}
	});
	socket.on('error', () => undefined); // 'close' follows.
	socket.on('close', () => {
		const failure = { error: 'closed', message: 'Firefox ended.' };
		for (const settle of waiting.values()) settle(failure, {});
		waiting.clear();
	});
	return {
		send: (name, parameters) =>
			new Promise((resolve, reject) => {
				const id = ++lastId;
				waiting.set(id, (failure, answer) => {
					if (failure) reject(new Error(`${name}: ${failure.error}: ${failure.message}`));
					else resolve(answer);
				});
				const text = JSON.stringify([0, id, name, parameters]);
				socket.write(`${Buffer.byteLength(text)}:${text}`);
			}),
		close: () => socket.destroy(),
	};
}
