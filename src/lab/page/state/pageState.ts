/** The parts of the page's state. */
import type { PageParts } from '#lab/run/linkView.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import type { PackPart } from '#lab/worker/protocol.ts';
import type { WorkbenchView } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import type { CursorState } from './CursorState.svelte.ts';
import type { LanguageState } from './LanguageState.svelte.ts';
import type { LabState } from './LabState.svelte.ts';
import type { ViewState } from './ViewState.svelte.ts';

export interface PageState {
	readonly lab: LabState;
	readonly view: ViewState;
	readonly cursor: CursorState;
	readonly languages: LanguageState;
	readonly workbench: WorkbenchView;
	readonly newId: () => string;
	/** All that the features keep, in the order of restoring. */
	readonly keptKinds: () => Promise<readonly KeptKind[]>;
	/** `8 runs`, `2 studies`: the parts of each kind, in their order. */
	readonly countKinds: (parts: readonly Pick<PackPart, 'kind'>[]) => string[];
	/** The screens and parts that a link or a lesson can open or hide. */
	readonly parts: PageParts;
}
