///<reference types="svelte" />
import { getWorkbench, getCursor, getFeatures, getLab, getView } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
import { rememberPace } from '#page/state/pace.ts';
import Header from './Header.svelte';
import Help from './Help.svelte';
import LinkedNote from './LinkedNote.svelte';
import { keyListeners } from './keys.ts';
import Mix from './Mix.svelte';
import MixOverTime from './MixOverTime.svelte';
import Notices from './Notices.svelte';
import RunBar from './RunBar.svelte';
import Skills from './Skills.svelte';
import { statusLine } from './statusLine.ts';
import { allTopics, topicAt } from './topics.ts';
function $$render() {
	const lab = getLab();
	const view = getView();
	const workbench = getWorkbench();
	const cursor = getCursor();
	const loader = getFeatures();
	const topics = allTopics(loader.features);
	/** The feature whose screen replaces the workbench. */
	const feature = $derived(loader.features.find(({ place }) => place?.id === view.place));
	const page = $derived(feature && loader.page(feature.id));
	const screenKeys = $derived(page?.keys?.() ?? null);
	$effect(() => {
		if (feature) void loader.load(feature);
	});
	const mix = $derived(!view.hides('mix'));
	const overTime = $derived(!view.hides('overTime'));
	/** The right column stays unless the link hides all its parts. */
	const panels = $derived(
		loader.features.filter(({ panel }) => panel?.some((part) => !view.hides(part))),
	);
	let helpOpen = $state(false);
	let topic = $state<string | null>(null);
	let pointedAt: Element | null = null;

	function help(about: string | null) {
		topic = about;
		helpOpen = true;
	}
	/** Newest first; without a run on the workbench, the next one is the newest. */
	function switchRun(by: number) {
		if (screenKeys) return void screenKeys.step(by);
		const runs = lab.info?.runs ?? [];
		const here = runs.findIndex(({ id }) => id === lab.run?.id);
		const next = runs[here < 0 ? 0 : here + by];
		if (next) void lab.openRun(next.id);
	}
	const { onkeydowncapture, onpointerdowncapture } = keyListeners({
		toggle: () =>
			void (screenKeys ? screenKeys.toggle() : lab.toggle(view.paceFrom(lab.run?.step ?? 0))),
		focus: (skill) => {
			if (skill < workbench.skills.length) view.toggleFocus(skill);
		},
		moveCursor: (by) => cursor.move(by, cursor.reach ?? lab.run?.step ?? 0),
		leave: () => {
			cursor.point(null);
			view.clearFocus();
		},
		switchRun,
		tables: () => view.toggleTables(),
		explain: () => help(topicAt(focused(), topics) ?? topicAt(pointedAt, topics)),
	});
	const focused = () => (document.activeElement === document.body ? null : document.activeElement);

	$effect(() => {
		const { run, info } = lab;
		const pace = run?.ended ? run.history.millisecondsPerStep : null;
		if (run && info && pace) rememberPace(localStorage, info.device.name, run.experiment, pace);
	});
	async () => {
		{
			svelteHTML.createElement('svelte:window', {
				onkeydowncapture,
				onpointerdowncapture,
				onpointermove: (event) =>
					(pointedAt = event.target instanceof Element ? event.target : null),
			});
		}

		{
			svelteHTML.createElement('div', { class: `page` });
			{
				svelteHTML.createElement('div', {});
				{
					const $$_redaeH2C = __sveltets_2_ensureComponent(Header);
					new $$_redaeH2C({ target: __sveltets_2_any(), props: { onhelp: () => help(null) } });
				}
				{
					const $$_raBnuR2C = __sveltets_2_ensureComponent(RunBar);
					new $$_raBnuR2C({ target: __sveltets_2_any(), props: {} });
				}
				{
					const $$_secitoN2C = __sveltets_2_ensureComponent(Notices);
					new $$_secitoN2C({ target: __sveltets_2_any(), props: {} });
				}
				{
					const $$_etoNdekniL2C = __sveltets_2_ensureComponent(LinkedNote);
					new $$_etoNdekniL2C({ target: __sveltets_2_any(), props: {} });
				}
				{
					svelteHTML.createElement('p', { class: `visually-hidden`, 'aria-live': `polite` });
					statusLine(lab.run);
				}
			}
			if (page?.screen) {
				{
					const $$_tnenopmoc_neercs_egap1C = __sveltets_2_ensureComponent(page.screen.component);
					new $$_tnenopmoc_neercs_egap1C({
						target: __sveltets_2_any(),
						props: { ...page.screen.props },
					});
				}
			} else if (feature?.place) {
				{
					svelteHTML.createElement('main', {});
					{
						svelteHTML.createElement('p', { class: `loading`, role: `status` });
						words.header.loading(feature.place.title);
					}
				}
			} else {
				{
					svelteHTML.createElement('main', { 'aria-label': words.header.name });
					!mix;
					panels.length === 0;
					if (mix) {
						{
							svelteHTML.createElement('div', { class: `do` });
							{
								const $$_xiM3C = __sveltets_2_ensureComponent(Mix);
								new $$_xiM3C({ target: __sveltets_2_any(), props: {} });
							}
						}
					}
					{
						svelteHTML.createElement('div', { class: `see` });
						!overTime;
						{
							const $$_sllikS3C = __sveltets_2_ensureComponent(Skills);
							new $$_sllikS3C({ target: __sveltets_2_any(), props: {} });
						}
						if (overTime) {
							{
								const $$_emiTrevOxiM3C = __sveltets_2_ensureComponent(MixOverTime);
								new $$_emiTrevOxiM3C({ target: __sveltets_2_any(), props: {} });
							}
						}
					}
					for (let { id } of __sveltets_2_ensureArray(panels)) {
						id;
						const panel = loader.page(id)?.panel;
						{
							svelteHTML.createElement('div', { class: `understand` });
							if (panel) {
								{
									const $$_tnenopmoc_lenap3C = __sveltets_2_ensureComponent(panel.component);
									new $$_tnenopmoc_lenap3C({
										target: __sveltets_2_any(),
										props: { ...panel.props },
									});
								}
							} else {
								{
									svelteHTML.createElement('p', { class: `loading`, role: `status` });
									words.header.loading(words.header.panel);
								}
							}
						}
					}
				}
			}
		}
		{
			const $$_pleH0C = __sveltets_2_ensureComponent(Help);
			const $$_pleH0 = new $$_pleH0C({
				target: __sveltets_2_any(),
				props: { open: helpOpen, topics, topic },
			});
			/*Ωignore_startΩ*/ () => (helpOpen = __sveltets_2_any(null));
			/*Ωignore_endΩ*/ $$_pleH0.$$bindings = 'open';
		}
	};
	return {
		props: {} as Record<string, never>,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const Workbench__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Workbench__SvelteComponent_ = ReturnType<
	typeof Workbench__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Workbench__SvelteComponent_;
