import { expect, test, vi } from 'vitest';
import { shareDrag } from './shareDrag.ts';

function drag(canMove = true) {
	const calls = { onmove: vi.fn(), oncommit: vi.fn(), oncancel: vi.fn(), ontap: vi.fn() };
	const listeners = shareDrag({
		canMove: () => canMove,
		share: () => 0.25,
		scale: () => 200,
		...calls,
	});
	const event = (clientY: number, button = 0) =>
		({
			clientY,
			button,
			currentTarget: { setPointerCapture: () => {} },
		}) as unknown as PointerEvent;
	return { ...calls, ...listeners, event };
}

test('pulls a share by twice the way of the pointer, and ends it once', () => {
	const { onmove, oncommit, ontap, event, ...on } = drag();
	on.onpointerdown(event(100));
	on.onpointermove(event(98));
	expect(onmove).not.toHaveBeenCalled();
	on.onpointermove(event(90));
	expect(onmove).toHaveBeenLastCalledWith(0.35);
	on.onpointermove(event(105));
	expect(onmove).toHaveBeenLastCalledWith(0.2);
	on.onpointerup(event(105));
	on.onclick();
	expect([oncommit.mock.calls.length, ontap.mock.calls.length]).toEqual([1, 0]);
	// Nothing is held any more.
	on.onpointermove(event(0));
	expect(onmove).toHaveBeenCalledTimes(2);
});

test('a pointer that does not move taps; another button does nothing', () => {
	const { oncommit, ontap, event, ...on } = drag();
	on.onpointerdown(event(100, 2));
	on.onpointerup(event(100, 2));
	on.onclick();
	expect(ontap).not.toHaveBeenCalled();
	on.onpointerdown(event(100));
	on.onpointerup(event(101));
	expect(ontap).not.toHaveBeenCalled();
	on.onclick();
	expect([oncommit.mock.calls.length, ontap.mock.calls.length]).toEqual([0, 1]);
});

test('a movement that the browser ends does not count', () => {
	const { oncommit, oncancel, event, ...on } = drag();
	on.onpointerdown(event(100));
	on.onpointermove(event(80));
	on.onpointercancel();
	on.onpointerup(event(80));
	expect([oncommit.mock.calls.length, oncancel.mock.calls.length]).toEqual([0, 1]);
});

test('a share that is only shown does not move, and a pull on it opens nothing', () => {
	const { onmove, oncommit, ontap, event, ...on } = drag(false);
	on.onpointerdown(event(100));
	on.onpointermove(event(60));
	on.onpointerup(event(60));
	on.onclick();
	expect([onmove, oncommit, ontap].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0]);
	on.onpointerdown(event(60));
	on.onpointerup(event(60));
	on.onclick();
	expect(ontap).toHaveBeenCalledOnce();
});
