/** The keys of the page. They rest in a field, in a dialog, and with a modifier key. */
export interface KeyActions {
	readonly toggle: () => void;
	readonly focus: (skill: number) => void;
	readonly moveCursor: (by: number) => void;
	readonly leave: () => void;
	/** −1: the newer run; 1: the older one. */
	readonly switchRun: (by: number) => void;
	readonly tables: () => void;
	readonly explain: () => void;
}

/** Listeners for the window in the capture phase, before the focused part takes the key. */
export function keyListeners(actions: KeyActions): {
	readonly onkeydowncapture: (event: KeyboardEvent) => void;
	readonly onpointerdowncapture: () => void;
} {
	/** A clicked button has the focus, but the space bar still trains or pauses the run. */
	let steersByPointer = true;
	return {
		onpointerdowncapture: () => void (steersByPointer = true),
		onkeydowncapture: (event) => {
			if (event.key === 'Tab') steersByPointer = false;
			if (event.ctrlKey || event.metaKey || event.altKey) return;
			const target = event.target instanceof Element ? event.target : null;
			if (target?.closest(takesKeys)) return;
			if (event.key === 'Escape') return actions.leave();
			const action = findAction(event, target, steersByPointer, actions);
			if (!action) return;
			event.preventDefault();
			event.stopPropagation();
			action();
		},
	};
}

/** Parts that use the keys themselves. */
const takesKeys =
	'input, textarea, select, [role="dialog"], [role="listbox"], [role="menu"], ' +
	'[aria-haspopup][aria-expanded="true"]';

function findAction(
	{ key, shiftKey }: KeyboardEvent,
	target: Element | null,
	steersByPointer: boolean,
	actions: KeyActions,
): (() => void) | null {
	if (key === ' ')
		return target?.closest('button, a, summary') && !steersByPointer ? null : actions.toggle;
	if (/^[1-9]$/.test(key)) return () => actions.focus(Number(key) - 1);
	if (key === 'ArrowLeft' || key === 'ArrowRight') {
		// The arrows move a slider, and they scroll a region that has the focus.
		if (target?.closest('[role="slider"], [role="region"][tabindex]')) return null;
		const by = (key === 'ArrowLeft' ? -1 : 1) * (shiftKey ? 10 : 1);
		return () => actions.moveCursor(by);
	}
	if (key === '[') return () => actions.switchRun(-1);
	if (key === ']') return () => actions.switchRun(1);
	if (key.toLowerCase() === 't') return actions.tables;
	if (key === '?') return actions.explain;
	return null;
}
