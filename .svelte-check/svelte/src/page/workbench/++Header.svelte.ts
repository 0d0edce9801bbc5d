///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Menu from '#page/components/Menu.svelte';
import { getWorkbench, getFeatures, getLab, getView } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
interface Props {
	onhelp: () => void;
}
function $$render() {
	let { onhelp }: Props = $props();
	const lab = getLab();
	const workbench = getWorkbench();
	const loader = getFeatures();
	const view = getView();

	const places = $derived(
		loader.features.flatMap(({ place }) => (place && !view.hides(place.id) ? [place] : [])),
	);
	const dialogs = $derived(
		loader.features.flatMap((feature) =>
			(feature.dialogs ?? [])
				.filter(({ part }) => !view.hides(part))
				.map(({ id, title }) => ({ feature, id, title })),
		),
	);
	const items = $derived.by(() => {
		const { info, experiment } = lab;
		if (!info || !experiment) return [];
		const seed = experiment.seed + 1;
		return [
			{
				label: words.header.defaultExperiment,
				onselect: () => lab.put(info.defaultExperiment),
			},
			{
				label: words.header.anotherSeed(seed),
				onselect: () => lab.put({ ...experiment, seed }),
			},
		];
	});
	async () => {
		{
			svelteHTML.createElement('header', {});
			{
				svelteHTML.createElement('h1', { title: words.header.about });
				words.header.name;
			}
			if (!view.hides('settings')) {
				{
					const $$_uneM1C = __sveltets_2_ensureComponent(Menu);
					new $$_uneM1C({
						target: __sveltets_2_any(),
						props: {
							label: words.header.experiment(workbench.trained.length),
							title: words.header.experimentTitle,
							items,
						},
					});
				}
			}
			{
				svelteHTML.createElement('nav', {});
				if (places.length > 0) {
					{
						svelteHTML.createElement('div', {});
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `quiet`,
									pressed: view.place === 'bench',
									title: words.header.benchTitle,
									onclick: () => view.go('bench'),
								},
							});
							words.header.bench;
							Button;
						}
						for (let { id, title } of __sveltets_2_ensureArray(places)) {
							id;
							{
								const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB3C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										kind: `quiet`,
										pressed: view.place === id,
										onclick: () => view.go(id),
									},
								});
								title;
								Button;
							}
						}
					}
				}
				if (dialogs.length > 0) {
					{
						svelteHTML.createElement('div', {});
						for (let { feature, id, title } of __sveltets_2_ensureArray(dialogs)) {
							id;
							{
								const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB3C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										kind: `quiet`,
										'aria-haspopup': `dialog`,
										onclick: () => void loader.openDialog(feature, id),
									},
								});
								title;
								Button;
							}
						}
					}
				}
				{
					svelteHTML.createElement('div', {});
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								keys: `T`,
								title: words.keys.tablesTitle,
								pressed: view.tables,
								onclick: () => view.toggleTables(),
							},
						});
						words.keys.tables;
						Button;
					}
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								title: words.header.help,
								'aria-label': words.header.help,
								onclick: onhelp,
							},
						});

						Button;
					}
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								title: words.header.theme,
								onclick: () => view.toggleTheme(),
							},
						});
						view.theme === 'light' ? words.header.dark : words.header.light;
						Button;
					}
				}
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
const Header__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Header__SvelteComponent_ = ReturnType<typeof Header__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Header__SvelteComponent_;
