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

/** For the capture phase: before a part that was clicked last takes the key for itself. */
export function keyHandler(actions: KeyActions) {
	return (event: KeyboardEvent): void => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
		const target = event.target instanceof Element ? event.target : null;
		if (
			target?.closest(
				'input, textarea, select, [role="dialog"], [role="listbox"], [role="menu"], [aria-expanded="true"]',
			)
		)
			return;
		if (event.key === 'Escape') return actions.leave();
		const action = actionOf(event, target, actions);
		if (!action) return;
		event.preventDefault();
		event.stopPropagation();
		action();
	};
}

function actionOf(
	event: KeyboardEvent,
	target: Element | null,
	actions: KeyActions,
): (() => void) | null {
	const { key, shiftKey } = event;
	// A slider keeps its arrows. A button keeps the space bar while the keyboard has it in hand; one that was only
	// clicked does not, or a click on a tile would take the space bar away from the run.
	const onSlider = target?.closest('[role="slider"]') instanceof Element;
	const onButton = target?.closest('button, a')?.matches(':focus-visible') ?? false;
	if (key === ' ') return onButton ? null : actions.toggle;
	if (/^[1-9]$/.test(key)) return () => actions.focus(Number(key) - 1);
	if (key === 'ArrowLeft' || key === 'ArrowRight') {
		if (onSlider) return null;
		const by = (key === 'ArrowLeft' ? -1 : 1) * (shiftKey ? 10 : 1);
		return () => actions.moveCursor(by);
	}
	if (key === '[') return () => actions.switchRun(-1);
	if (key === ']') return () => actions.switchRun(1);
	if (key.toLowerCase() === 't') return actions.tables;
	if (key === '?') return actions.explain;
	return null;
}
