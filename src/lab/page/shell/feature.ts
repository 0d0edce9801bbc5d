/** The contract between page and feature: the feature's manifest, and its loaded code. */
import type { Component } from 'svelte';
import type { LinkContent } from '#lab/run/link.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { PageState } from '#lab/page/state/pageState.ts';
import type { KeptKind } from './keptKind.ts';

/** Title and explanation of a part of the page. The key is the part's `data-explain` attribute. */
export type Topics = Readonly<Record<string, { readonly title: string; readonly explain: string }>>;

/** In the language in use at the call. */
type Title = () => string;

/** The groups of the rail, from top to bottom. */
export const placeGroups = ['try', 'results', 'material'] as const;

/** A screen of its own, which a button in the rail opens. */
export interface FeaturePlace {
	/** Links store it as the name of the screen. It never changes. */
	readonly id: string;
	readonly group: (typeof placeGroups)[number];
	/** Lines of 16 × 16 units, as in the `d` of an SVG path. */
	readonly icon: string;
	readonly title: Title;
	/** Whether a link with this content opens the screen, unless the link names another one. */
	readonly shows?: (content: LinkContent) => boolean;
	/** Its pictures are drawn for the screen's width, so paper gets the screen as a whole. */
	readonly draws?: true;
}

/** A tab of the inspector beside the drawing. */
export interface FeatureTab {
	readonly id: string;
	readonly title: Title;
	/** The tab is absent if all of these parts of the page are hidden. */
	readonly parts: readonly string[];
	/** Another tab hides it and does not unload it. */
	readonly keepsText?: true;
}

/** All that the page knows of a feature before it loads the feature's code. */
export interface Feature {
	readonly id: string;
	readonly topics?: Topics;
	/** Parts that a link can hide besides the screen, by the name that links store. */
	readonly parts?: Readonly<Record<string, Title>>;
	/** Those of one group stand in the rail in the order of the features. */
	readonly places?: readonly FeaturePlace[];
	/** Tabs of the inspector, in the order of the features. */
	readonly tabs?: readonly FeatureTab[];
	/** Buttons in the page's head that open a dialog. */
	readonly dialogs?: readonly {
		readonly id: string;
		readonly title: Title;
		/** The button is absent if a link hides this part of the feature. */
		readonly part: string;
		/** The button stands beside Train in Simple; Lab has what it opens as a tab. */
		readonly isInBar?: true;
	}[];
	/**
	 * `true`: loads right after the first paint. A function: loads if it returns true once the lab
	 * is open. Otherwise the feature loads when the visitor first opens it.
	 */
	readonly loadAtStart?: true | ((client: LabClient) => Promise<boolean>);
	/** Words that count what a backup of the lab holds of it, by kind (`FeaturePage.keeps`). */
	readonly keeps?: Readonly<Record<string, (values: { readonly count: number }) => string>>;
	readonly load: () => Promise<{ readonly createPage: CreatePage }>;
	/** Whether the feature, and not the lab, opens an address with this fragment. */
	readonly opens?: (fragment: string) => boolean;
	/** Stands for such an address in a page of another site, until the visitor opens it. */
	readonly cover?: (fragment: string, places: readonly string[]) => Promise<Cover>;
}

/** Its dialogs with a button in the run's bar of Simple, or the others. */
export const listDialogs = ({ dialogs = [] }: Feature, areInBar: boolean) =>
	dialogs.filter(({ isInBar = false }) => isInBar === areInBar);

export interface Cover {
	readonly title: string;
	readonly text: string;
}

/** A component with its props. */
export interface ComponentWithProps {
	readonly component: Component<Record<string, unknown>>;
	readonly props: Record<string, unknown>;
}
export const withProps = <Props extends Record<string, unknown>>(
	component: Component<Props>,
	props: Props,
): ComponentWithProps => ({ component: component as ComponentWithProps['component'], props });

export type CreatePage = (page: PageState) => FeaturePage;

/** A loaded feature. It lives as long as the page, so that its state survives a change of place. */
export interface FeaturePage {
	/** By the id of the place. Each replaces the workbench. */
	readonly screens?: Readonly<Record<string, ComponentWithProps>>;
	/** By the id of the tab. */
	readonly tabs?: Readonly<Record<string, ComponentWithProps>>;
	/** Controls in the run's bar. */
	readonly bar?: ComponentWithProps;
	/** Dialogs and drop zones, which are always mounted. */
	readonly overlay?: ComponentWithProps;
	/**
	 * A text in a tab of the inspector, which it opens.
	 * `lent`: what the main button does now in place of training the run; it still pauses one.
	 * `note`: what it is about, for a page of another site that embeds the workbench. `link`: the
	 * fragment that opens it, which the address bar shows. `share`: its part of the share dialog.
	 */
	readonly guide?:
		| (ComponentWithProps & {
				readonly lent:
					{ readonly label: string; readonly perform: (pace: Pace) => Promise<void> } | undefined;
				readonly note: string;
				readonly link: string;
		  })
		| undefined;
	/** A sentence for the line above the drawing, in place of the page's own; null: none now. */
	readonly tells?: () => string | null;
	/** Shown in the line above the drawing until there is a run. */
	readonly welcome?: ComponentWithProps | undefined;
	readonly openFragment?: (fragment: string) => Promise<void>;
	/** Takes some of the files that were dropped or picked, and gives back the others. */
	readonly take?: (files: readonly File[]) => Promise<readonly File[]>;
	/** All that the feature stores, for files that hold parts of the lab. */
	readonly keeps?: readonly KeptKind[];
	readonly openDialog?: (id: string) => unknown;
	/** Shows the first view of its place: the visitor chose the place that is open. */
	readonly goHome?: () => void;
	/** Keys with another meaning on this screen; null: they keep their meaning for the run. */
	readonly keys?: () => ScreenKeys | null;
}
export interface ScreenKeys {
	readonly toggle: () => Promise<void>;
	/** −1: the newer entry; 1: the older one. */
	readonly step: (by: number) => Promise<void>;
	/** Called after the key that changes the speed. */
	readonly keepPace?: () => Promise<void>;
}
