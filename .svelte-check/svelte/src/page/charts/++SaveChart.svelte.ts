///<reference types="svelte" />
import { DropdownMenu } from 'bits-ui';
import { runStem } from '#core/fileName.ts';
import { getLab } from '#page/state/context.ts';
import { saveBlob } from '#page/components/download.ts';
import { words } from '#page/words/words.ts';
import { linkTo } from './linkTo.ts';
import { chartFile, type ChartFormat, type ChartOrigin, type Picture } from './chartFile.ts';
interface Props {
	/** The chart's title, for screen readers. */
	title: string;
	picture: () => Picture;
	/** The source of the chart; by default the experiment of the workbench. */
	origin?: () => Promise<ChartOrigin>;
	/** In the chart's corner, visible when the pointer is on `.chart-frame`; else in the text. */
	over?: boolean;
	/** On the button. */
	label?: string;
	/** The chart is a drawing without values: no CSV. */
	drawn?: boolean;
}
function $$render() {
	let {
		title,
		picture,
		origin = ofBench,
		over = false,
		label = words.files.chart.save,
		drawn = false,
	}: Props = $props();
	const lab = getLab();
	const text = words.files.chart;
	const formats: readonly { id: ChartFormat; name: string; note: string }[] = [
		{ id: 'svg', name: text.svg, note: text.svgNote },
		{ id: 'png', name: text.png, note: text.pngNote },
		{ id: 'csv', name: text.csv, note: text.csvNote },
	];

	async function ofBench(): Promise<ChartOrigin> {
		const { experiment, run } = lab;
		if (!experiment) throw new Error(text.none);
		const { seed, model, steps } = experiment;
		const policies = lab.policyTitles(experiment);
		return {
			stem: runStem(experiment, run?.id),
			about: text.about(policies, seed, model.id, run?.step ?? 0, steps),
			links: [{ link: await linkTo(lab.client, experiment) }],
		};
	}
	async function save(format: ChartFormat) {
		try {
			const { name, blob } = await chartFile(format, picture(), await origin());
			saveBlob(name, blob);
		} catch (error) {
			lab.notices.fail(text.failed, error);
		}
	}
	async () => {
		{
			svelteHTML.createElement('span', { class: `save` });
			over;
			{
				const $$_tooR_uneMnwodporD1C = __sveltets_2_ensureComponent(DropdownMenu.Root);
				new $$_tooR_uneMnwodporD1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
					},
				});
				{
					const $$_reggirT_uneMnwodporD2C = __sveltets_2_ensureComponent(DropdownMenu.Trigger);
					new $$_reggirT_uneMnwodporD2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							class: `save-chart`,
							'aria-label': text.saveWhat(title),
						},
					});
					label;
					DropdownMenu.Trigger;
				}
				{
					const $$_latroP_uneMnwodporD2C = __sveltets_2_ensureComponent(DropdownMenu.Portal);
					new $$_latroP_uneMnwodporD2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
						},
					});
					{
						const $$_tnetnoC_uneMnwodporD3C = __sveltets_2_ensureComponent(DropdownMenu.Content);
						new $$_tnetnoC_uneMnwodporD3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								class: `layer save-menu`,
								sideOffset: 4,
								collisionPadding: 8,
								align: `end`,
								'aria-label': text.saveWhat(title),
							},
						});
						for (let { id, name, note } of __sveltets_2_ensureArray(
							formats.filter(({ id }) => !drawn || id !== 'csv'),
						)) {
							id;
							{
								const $$_metI_uneMnwodporD4C = __sveltets_2_ensureComponent(DropdownMenu.Item);
								new $$_metI_uneMnwodporD4C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										class: `layer-item`,
										onSelect: () => void save(id),
									},
								});
								{
									svelteHTML.createElement('span', {});
									name;
								}
								{
									svelteHTML.createElement('span', { class: `quiet` });
									note;
								}
								DropdownMenu.Item;
							}
						}
						DropdownMenu.Content;
					}
					DropdownMenu.Portal;
				}
				DropdownMenu.Root;
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
const SaveChart__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SaveChart__SvelteComponent_ = ReturnType<
	typeof SaveChart__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SaveChart__SvelteComponent_;
