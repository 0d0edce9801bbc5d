/** A drag of a share up or down. The pill and the stream of a skill begin it. */

interface ShareDrag {
	readonly canMove: () => boolean;
	/** 0 to 1, before the drag. */
	readonly share: () => number;
	/** Pixels of a stream that fills the whole batch. */
	readonly scale: () => number;
	readonly onmove: (share: number) => void;
	/** At the end of a movement. */
	readonly oncommit: () => void;
	/** The browser took the pointer away: the movement does not count. */
	readonly oncancel: () => void;
	/** The pointer was let go where it was. */
	readonly ontap: (event: PointerEvent) => void;
}

/** Pixels that a tap can move. */
const still = 3;

/** Listeners of the part that is grabbed. */
export function shareDrag(options: ShareDrag) {
	/** The place and the share at its beginning. */
	let drag: { readonly y: number; readonly share: number; moved: boolean } | null = null;
	/** The end of a tap, until its click. */
	let tapped: PointerEvent | null = null;
	return {
		onpointerdown(event: PointerEvent) {
			if (event.button !== 0) return;
			drag = { y: event.clientY, share: options.share(), moved: false };
			(event.currentTarget as Element).setPointerCapture(event.pointerId);
		},
		onpointermove({ clientY, currentTarget }: PointerEvent) {
			if (!drag) return;
			const moved = drag.y - clientY;
			if (!drag.moved && Math.abs(moved) < still) return;
			drag.moved = true;
			// A presented page is enlarged.
			const { currentCSSZoom = 1 } = currentTarget as Partial<Element>;
			const by = moved / currentCSSZoom;
			// Both edges of the stream move away from its middle.
			if (options.canMove()) options.onmove(drag.share + (2 * by) / options.scale());
		},
		onpointerup(event: PointerEvent) {
			const dragged = drag;
			drag = null;
			if (dragged?.moved && options.canMove()) options.oncommit();
			tapped = dragged && !dragged.moved ? event : null;
		},
		// Earlier, the click would be one beside the dialog that the tap opens, and close it.
		onclick() {
			if (tapped) options.ontap(tapped);
			tapped = null;
		},
		onpointercancel() {
			if (drag?.moved && options.canMove()) options.oncancel();
			drag = null;
		},
	};
}
