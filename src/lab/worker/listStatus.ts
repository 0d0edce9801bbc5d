/** The status of a list of runs as the page receives it. */
import type { ListStatus } from '#lab/run/RunList.ts';
import type { ToEndProgress } from '#lab/run/trainToEnd.ts';
import type { WireError } from './protocol.ts';
import { toWire } from './wireError.ts';

/** `Shown`: what it says of the item that trains. */
export type ShownListStatus<Shown> =
	| (Shown & { readonly kind: 'running'; readonly progress: ToEndProgress | null })
	| { readonly kind: 'idle'; readonly why?: 'deviceInUse'; readonly error?: WireError };

export function shownStatus<Item, Shown>(
	status: ListStatus<Item>,
	show: (item: Item) => Shown,
): ShownListStatus<Shown> {
	const { kind } = status;
	if (kind === 'running') return { ...show(status.item), kind, progress: status.progress };
	const { error, ...idle } = status;
	return error === undefined ? idle : { ...idle, error: toWire(error) };
}
