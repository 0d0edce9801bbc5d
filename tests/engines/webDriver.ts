/**
 * A driver over the W3C WebDriver protocol. WebKit speaks it over HTTP, Firefox over its own
 * socket (Marionette), which has the same commands under other names.
 */
import { call, findElement, type Driver } from './driver.ts';

/** Sends one command and returns its value. `element`: the element's id, for the last three. */
export type SendCommand = (
	command: WebDriverCommand,
	parameters: { readonly [name: string]: unknown },
	element?: string,
) => Promise<unknown>;

export type WebDriverCommand = keyof typeof webDriverCommands;

/** Path below the session over HTTP, and Marionette's name. */
export const webDriverCommands = {
	timeouts: { path: 'timeouts', name: 'WebDriver:SetTimeouts' },
	navigate: { path: 'url', name: 'WebDriver:Navigate' },
	refresh: { path: 'refresh', name: 'WebDriver:Refresh' },
	execute: { path: 'execute/sync', name: 'WebDriver:ExecuteScript' },
	executeAsync: { path: 'execute/async', name: 'WebDriver:ExecuteAsyncScript' },
	click: { path: 'element/{id}/click', name: 'WebDriver:ElementClick' },
	type: { path: 'element/{id}/value', name: 'WebDriver:ElementSendKeys' },
} as const;

/** The protocol's name for a reference to an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';
const tabKey = '\uE004';
/** Milliseconds. A run of the default experiment is waited for in short calls. */
const limits = { script: 120_000, pageLoad: 120_000 };

/** The answer to the command that makes a session. */
export interface NewSession {
	readonly sessionId: string;
	readonly capabilities: { readonly browserVersion: string };
}

const selectText = '((field) => { field.focus(); field.select(); })';

type Settled = { readonly value: unknown } | { readonly error: string };

export async function createWebDriver(
	{ capabilities }: NewSession,
	send: SendCommand,
	close: () => Promise<void>,
): Promise<Driver> {
	await send('timeouts', limits);
	async function element(xpath: string): Promise<string> {
		const script = `return ${call(findElement, [xpath])}`;
		const found = await send('execute', { script, args: [] });
		if (found === null) throw new Error(`Nothing visible matches ${xpath}.`);
		return (found as { readonly [elementKey]: string })[elementKey];
	}
	return {
		version: capabilities.browserVersion,
		open: async (url) => void (await send('navigate', { url })),
		reload: async () => void (await send('refresh', {})),
		async run<Args extends readonly unknown[], T>(
			task: (...args: Args) => T | Promise<T>,
			...args: Args
		) {
			const script = `const settle = arguments[arguments.length - 1];
				Promise.resolve().then(() => ${call(task, args)}).then(
					(value) => settle({ value: value === undefined ? null : value }),
					(error) => settle({ error: String(error) }),
				);`;
			const settled = (await send('executeAsync', { script, args: [] })) as Settled;
			if ('error' in settled) throw new Error(settled.error);
			return settled.value as T;
		},
		async click(xpath) {
			const id = await element(xpath);
			// The driver leaves an element where it is, even below the page's bar of buttons.
			const script = `(${call(findElement, [xpath])}).scrollIntoView({ block: 'center' })`;
			await send('execute', { script, args: [] });
			await send('click', {}, id);
		},
		async fill(xpath, text) {
			const id = await element(xpath);
			// Clearing the field would be a change of its own, which the page answers.
			await send('execute', { script: `${selectText}(${call(findElement, [xpath])})`, args: [] });
			await send('type', { text: text + tabKey }, id);
		},
		attach: async (xpath, file) => void (await send('type', { text: file }, await element(xpath))),
		close,
	};
}
