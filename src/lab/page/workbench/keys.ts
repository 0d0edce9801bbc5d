/** The keys of the page. They rest in a field, in a dialog, and with a modifier key. */

type KeyAction = (event: KeyboardEvent) => unknown;

/** Window listeners for the capture phase. `actions`: by key in lower case; `digit`: 1 to 9. */
export function keyListeners(actions: Readonly<Record<string, KeyAction>>): {
	readonly onkeydowncapture: KeyAction;
	readonly onpointerdowncapture: () => void;
} {
	/** A clicked button has the focus, but the space bar still trains or pauses the run. */
	let steersByPointer = true;
	return {
		onpointerdowncapture: () => void (steersByPointer = true),
		onkeydowncapture: (event) => {
			if (event.key === 'Tab') steersByPointer = false;
			// Many keyboards type a bracket with AltGr, which counts as Ctrl and Alt, or with Option.
			const isBracket = event.altKey && (event.key === '[' || event.key === ']');
			if (!isBracket && (event.ctrlKey || event.metaKey || event.altKey)) return;
			const key = /^[1-9]$/.test(event.key) ? 'digit' : event.key.toLowerCase();
			const target = event.target instanceof Element ? event.target : null;
			const user = target?.closest(key === 'escape' ? layers : takesKeys);
			if (user || !Object.hasOwn(actions, key)) return;
			const isControl = target?.closest('button, summary, input');
			if (key === ' ' && !steersByPointer && isControl) return;
			const isArrow = key.startsWith('arrow');
			// The arrows move a slider, choose an option, and scroll a region that has the focus.
			if (isArrow && target?.closest(takesArrows)) return;
			if (key !== 'escape') {
				event.preventDefault();
				event.stopPropagation();
			}
			// A held key would train and pause by turns.
			if (!event.repeat || isArrow) actions[key](event);
		},
	};
}

/** Parts that use all keys themselves; `data-escape`: a field that Escape closes. */
const layers =
	'[role="dialog"], [role="listbox"], [role="menu"], ' +
	'[aria-haspopup][aria-expanded="true"], [data-escape]';
const takesKeys = `input:not([type="radio"]), textarea, select, ${layers}`;
const takesArrows = '[role="slider"], [role="region"][tabindex], input';
