///<reference types="svelte" />
import type { Snippet } from 'svelte';
import Button from '#page/components/Button.svelte';
import Explain from '#page/components/Explain.svelte';
import { getLab } from '#page/state/context.ts';
import { pageAddress, saveBlob } from '#page/components/download.ts';
import { explainWords } from '../words.en.ts';
interface Props {
	/** Id of a stored run. */
	runId: string;
	/** Further files, after these. */
	children?: Snippet;
}
function $$render() {
	let { runId, children }: Props = $props();
	const lab = getLab();
	const text = explainWords.files;
	const formats = ['jsonl', 'csv', 'config'] as const;

	async function save(format: (typeof formats)[number]) {
		try {
			const asked = { runId, format, page: pageAddress() };
			const { name, blob } = await lab.client['run.metrics'](asked);
			saveBlob(name, blob);
		} catch (error) {
			lab.notices.fail(text.failed, error);
		}
	}
	async () => {
		{
			svelteHTML.createElement('div', { class: `files`, role: `group`, 'aria-label': text.title });
			{
				svelteHTML.createElement('span', { class: `quiet` });
				text.title;
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: text.title, text: text.help },
				});
			}
			{
				svelteHTML.createElement('span', { class: `buttons` });
				for (let format of __sveltets_2_ensureArray(formats)) {
					format;
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => void save(format),
							},
						});
						text[format];
						Button;
					}
				}
				__sveltets_2_ensureSnippet(children?.());
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
const RunFiles__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunFiles__SvelteComponent_ = ReturnType<typeof RunFiles__SvelteComponent_>;
/*Ωignore_endΩ*/ export default RunFiles__SvelteComponent_;
