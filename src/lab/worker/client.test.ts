import { describe, expect, it, vi } from 'vitest';
import { asMessage } from '#engine/core/message.ts';
import {
	DeviceError,
	InputError,
	InternalError,
	LabError,
	NonFiniteError,
	StorageError,
} from '#engine/core/errors.ts';
import { createClient, type LabPort } from './client.ts';
import type { LabEvent } from './protocol.ts';
import { fromWire, toWire } from './wireError.ts';

describe('wireError', () => {
	it.each([InputError, DeviceError, StorageError, NonFiniteError, InternalError])(
		'%o keeps class, message, data and stack',
		(Class) => {
			const error = new Class(asMessage(`What happened. ${'What to do.'}`), {
				field: 'seed',
				values: [1, null],
			});
			const back = fromWire(structuredClone(toWire(error)));
			expect(back).toBeInstanceOf(Class);
			expect(back.message).toBe(error.message);
			expect((back as LabError).statement).toEqual(error.statement);
			expect((back as LabError).data).toEqual({ field: 'seed', values: [1, null] });
			expect(back.stack).toBe(error.stack);
		},
	);

	it('keeps an abort as an abort', () => {
		const back = fromWire(toWire(new DOMException('Cancelled.', 'AbortError')));
		expect(back.name).toBe('AbortError');
		expect(back.message).toBe('Cancelled.');
		expect(back).not.toBeInstanceOf(LabError);
	});

	it('turns any other value into an internal error', () => {
		expect(fromWire(toWire(new TypeError('x is undefined')))).toBeInstanceOf(InternalError);
		expect(fromWire(toWire('thrown text')).message).toBe('thrown text');
		expect(fromWire({ code: 'of a later version', message: 'm' })).toBeInstanceOf(InternalError);
	});
});

describe('a worker that crashes', () => {
	const crashing = () => {
		const port = new EventTarget() as EventTarget & { posted: unknown[] };
		port.posted = [];
		const client = createClient(
			Object.assign(port, {
				postMessage: (message: unknown) => void port.posted.push(message),
			}) as unknown as LabPort,
		);
		const events: LabEvent[] = [];
		client.subscribe((event) => void events.push(event));
		return { port, client, events };
	};

	it('rejects pending and later calls, and informs subscribers once', async () => {
		const { port, client, events } = crashing();
		const pending = [client['run.list'](), client['skill.list']()];
		const crash = Object.assign(new Event('error'), { message: 'Out of memory' });
		port.dispatchEvent(crash);
		port.dispatchEvent(crash);
		for (const call of [...pending, client['run.list']()]) {
			await expect(call).rejects.toThrow(InternalError);
			await expect(call).rejects.toThrow(/Out of memory.*reload the page/);
		}
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({ event: 'lab.crashed', error: { code: 'internal' } });
		expect(port.posted).toHaveLength(2);
	});

	it('reports a script that did not load', async () => {
		const { port, client } = crashing();
		const opening = client['lab.open']();
		port.dispatchEvent(new Event('error'));
		await expect(opening).rejects.toThrow('did not load');
	});
});

it('a page that has left logs no failed call, and its script gets the reason', async () => {
	const { port1, port2 } = new MessageChannel();
	const client = createClient(port1);
	const failed = vi.fn();
	process.on('unhandledRejection', failed);
	void client['run.list']();
	const open = client.ofScript['run.list']();
	client.close(new StorageError(asMessage('The lab is elsewhere.')));
	void client['lab.ping']();
	await expect(open).rejects.toThrow('The lab is elsewhere.');
	await expect(client.ofScript['lab.ping']()).rejects.toThrow(StorageError);
	await new Promise((resolve) => setTimeout(resolve));
	process.off('unhandledRejection', failed);
	expect(failed).not.toHaveBeenCalled();
	port1.close();
	port2.close();
});
