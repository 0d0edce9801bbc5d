///<reference types="svelte" />
import type { Snippet } from 'svelte';
import type { HTMLButtonAttributes } from 'svelte/elements';
interface Props extends HTMLButtonAttributes {
	kind?: 'plain' | 'primary' | 'danger' | 'quiet';
	/** For a button that is on or off. */
	pressed?: boolean;
	/** The key that does the same, as aria-keyshortcuts and in the title. */
	keys?: string;
	children: Snippet;
}
function $$render() {
	let {
		kind = 'plain',
		pressed,
		keys,
		children,
		title,
		disabled = false,
		onclick,
		...rest
	}: Props = $props();
	const hint = $derived([title, keys && `(${keys})`].filter(Boolean).join(' '));

	function click(event: MouseEvent & { currentTarget: EventTarget & HTMLButtonElement }) {
		if (!disabled) return onclick?.(event);
		event.preventDefault();
		event.stopPropagation();
	}
	async () => {
		{
			svelteHTML.createElement('button', {
				type: `button`,
				class: kind,
				'aria-disabled': disabled || undefined,
				'aria-pressed': pressed,
				'aria-keyshortcuts': keys,
				title: hint || undefined,
				...rest,
				onclick: click,
			});
			__sveltets_2_ensureSnippet(children());
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
const Button__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Button__SvelteComponent_ = ReturnType<typeof Button__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Button__SvelteComponent_;
