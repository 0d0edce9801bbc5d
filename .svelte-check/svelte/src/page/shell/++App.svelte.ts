///<reference types="svelte" />
import { onMount, untrack } from 'svelte';
import { on } from 'svelte/events';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { WorkbenchView } from '#page/workbench/WorkbenchView.svelte.ts';
import Workbench from '#page/workbench/Workbench.svelte';
import { LinkBar } from '#page/workbench/linkBar.ts';
import OpeningScreen from '#page/workbench/OpeningScreen.svelte';
import { setWorkbench, setCursor, setFeatures, setLab, setView } from '#page/state/context.ts';
import { CursorState } from '#page/state/CursorState.svelte.ts';
import { sameExperiment } from '#page/state/experiments.ts';
import { pacedFrames } from '#page/state/frames.ts';
import { LabState } from '#page/state/LabState.svelte.ts';
import { PlaceHistory } from '#page/state/PlaceHistory.ts';
import { ViewState } from '#page/state/ViewState.svelte.ts';
import { words } from '#page/words/words.ts';
import type { Feature } from './feature.ts';
import { FeatureLoader } from './FeatureLoader.svelte.ts';
interface Props {
	client: LabClient;
	/** The page's one call of lab.open. */
	opening: Promise<LabInfo>;
	features: readonly Feature[];
}
function $$render() {
	let { client, opening, features }: Props = $props();

	const surroundings = {
		nextFrame: pacedFrames({
			now: () => performance.now(),
			after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
			frame: (callback) => void requestAnimationFrame(callback),
		}),
		newId: () => crypto.randomUUID(),
	};
	const lab = setLab(
		new LabState(
			untrack(() => client),
			surroundings,
		),
	);
	const view = setView(new ViewState(localStorage));
	const dark = matchMedia('(prefers-color-scheme: dark)');
	const followSystem = () => view.preferTheme(dark.matches ? 'dark' : 'light');
	followSystem();
	const cursor = setCursor(new CursorState());
	const workbench = setWorkbench(new WorkbenchView(lab, cursor));
	const loader = setFeatures(
		new FeatureLoader(
			untrack(() => features),
			{ lab, view, cursor, newId: surroundings.newId },
		),
	);

	const linkBar = new LinkBar(lab);
	const placeHistory = new PlaceHistory(view, history, surroundings.newId);
	const skillIds = ({ skills }: Experiment) => skills.map(({ id }) => id);
	void untrack(() => lab.open(opening, location.hash)).then(() => {
		placeHistory.settle();
	});
	onMount(() => loader.start(opening));
	const screenTitle = $derived(
		loader.features.find(({ place }) => place?.id === view.place)?.place?.title,
	);
	$effect(() => on(dark, 'change', followSystem));
	// Before the charts below read their colours from it.
	$effect.pre(() => {
		document.documentElement.dataset.theme = view.theme;
	});
	$effect(() => {
		const { linked } = lab;
		if (linked) untrack(() => view.obey(linked.view, skillIds(linked.experiment)));
	});
	$effect(() => placeHistory.show(view.place));
	// A reload finds the link as it was opened: what was expected of this experiment, and how the page was cut down.
	$effect(() => {
		const { experiment, linked } = lab;
		if (!experiment) return;
		const expected = linked && sameExperiment(linked.experiment, experiment) && linked.expected;
		void linkBar.show({
			experiment,
			...(expected && { expected }),
			...(view.linked && { view: view.linked }),
		});
	});
	$effect(() => void workbench.next.ask());
	async () => {
		{
			svelteHTML.createElement('svelte:window', {
				onpopstate: () => {
					if (placeHistory.return()) linkBar.restore();
				},
				onhashchange: () => void linkBar.follow(location.hash).then(() => placeHistory.settle()),
			});
		}
		{
			svelteHTML.createElement('svelte:head', {});
			{
				svelteHTML.createElement('title', {});
				screenTitle === undefined ? words.header.name : `${screenTitle} · ${words.header.name}`;
			}
		}

		if (lab.experiment) {
			{
				const $$_hcnebkroW0C = __sveltets_2_ensureComponent(Workbench);
				new $$_hcnebkroW0C({ target: __sveltets_2_any(), props: {} });
			}
			for (let { id, page } of __sveltets_2_ensureArray(loader.loaded)) {
				id;
				if (page.overlay) {
					{
						const $$_tnenopmoc_yalrevo_egap0C = __sveltets_2_ensureComponent(
							page.overlay.component,
						);
						new $$_tnenopmoc_yalrevo_egap0C({
							target: __sveltets_2_any(),
							props: { ...page.overlay.props },
						});
					}
				}
			}
		} else {
			{
				const $$_neercSgninepO0C = __sveltets_2_ensureComponent(OpeningScreen);
				new $$_neercSgninepO0C({ target: __sveltets_2_any(), props: {} });
			}
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const App__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type App__SvelteComponent_ = ReturnType<typeof App__SvelteComponent_>;
/*Ωignore_endΩ*/ export default App__SvelteComponent_;
