/** The page's keys: what each does, and when they rest (in a field, in a dialog, with a modifier). */
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

/** Listeners for the window, in the capture phase: before a part that was clicked last takes the key for itself. */
export function keyListeners(actions: KeyActions): {
	readonly onkeydowncapture: (event: KeyboardEvent) => void;
	readonly onpointerdowncapture: () => void;
} {
	/** A button that was clicked has the focus, yet nobody steers it by key: the space bar stays with the run. */
	let steersByPointer = true;
	return {
		onpointerdowncapture: () => void (steersByPointer = true),
		onkeydowncapture: (event) => {
			if (event.key === 'Tab') steersByPointer = false;
			if (event.ctrlKey || event.metaKey || event.altKey) return;
			const target = event.target instanceof Element ? event.target : null;
			if (target?.closest(takesKeys)) return;
			if (event.key === 'Escape') return actions.leave();
			const action = actionOf(event, target, steersByPointer, actions);
			if (!action) return;
			event.preventDefault();
			event.stopPropagation();
			action();
		},
	};
}

const takesKeys =
	'input, textarea, select, [role="dialog"], [role="listbox"], [role="menu"], [aria-haspopup][aria-expanded="true"]';

function actionOf(
	{ key, shiftKey }: KeyboardEvent,
	target: Element | null,
	steersByPointer: boolean,
	actions: KeyActions,
): (() => void) | null {
	if (key === ' ')
		return target?.closest('button, a, summary') && !steersByPointer ? null : actions.toggle;
	if (/^[1-9]$/.test(key)) return () => actions.focus(Number(key) - 1);
	if (key === 'ArrowLeft' || key === 'ArrowRight') {
		// A slider moves by them, and a region that can be reached by key scrolls by them.
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
