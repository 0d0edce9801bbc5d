///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { getLab } from '#page/state/context.ts';
import { saveBlob } from '#page/components/download.ts';
import { words } from '#page/words/words.ts';
interface Props {
	/** A stored run. */
	runId: string;
	/** With its weights: it can go on where it is imported, and the file is larger. */
	weights?: boolean;
	label?: string;
	quiet?: boolean;
}
function $$render() {
	let { runId, weights = false, label = words.runFile.saveShort, quiet = true }: Props = $props();
	const lab = getLab();
	const text = words.runFile;
	let busy = $state(false);

	async function save() {
		busy = true;
		try {
			const { name, blob } = await lab.client['run.export']({ runId, weights });
			saveBlob(name, blob);
		} catch (error) {
			lab.notices.fail(text.cannotSave, error);
		} finally {
			busy = false;
		}
	}
	async () => {
		{
			const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
			new $$_nottuB0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					kind: quiet ? 'quiet' : 'plain',
					title: text.help,
					disabled: busy,
					onclick: () => void save(),
				},
			});
			label;
			Button;
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
const RunFileButton__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunFileButton__SvelteComponent_ = ReturnType<
	typeof RunFileButton__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default RunFileButton__SvelteComponent_;
