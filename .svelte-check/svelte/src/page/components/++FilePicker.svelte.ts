///<reference types="svelte" />
import Button from './Button.svelte';
interface Props {
	label: string;
	multiple?: boolean;
	folder?: boolean;
	disabled?: boolean;
	onpick: (files: readonly File[]) => unknown;
}
function $$render() {
	let { label, multiple = false, folder = false, disabled = false, onpick }: Props = $props();
	let input: HTMLInputElement;

	function picked() {
		const files = [...(input.files ?? [])];
		// Else picking the same file again would tell nobody.
		input.value = '';
		if (files.length > 0) onpick(files);
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
					disabled,
					onclick: () => input.click(),
				},
			});
			label;
			Button;
		}
		{
			const $$_input0 = svelteHTML.createElement('input', {
				type: `file`,
				multiple,
				webkitdirectory: folder,
				'aria-label': label,
				tabindex: -1,
				hidden: true,
				onchange: picked,
			});
			input = $$_input0;
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
const FilePicker__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type FilePicker__SvelteComponent_ = ReturnType<
	typeof FilePicker__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default FilePicker__SvelteComponent_;
